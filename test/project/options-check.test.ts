import { NetworkPreset, Protocol, Scheme } from '../../src';
import { pitfalls } from '../../src/pitfalls';
import { problemsOf, problemsOfOptions } from '../support/problems';
import { synthesize } from '../support/synthesized';

type Options = Parameters<typeof synthesize>[0];
type Cases = Readonly<
  Record<string, Readonly<Record<string, readonly [options: object, subject: string, cause: RegExp]>>>
>;

const subnets = (...zones: string[]) =>
  zones.map((zone, index) => ({ subnetId: `subnet-0123456789abcde${index}${zone.length}`, zone }));
const VPC = {
  vpcId: 'vpc-0123456789abcdef0',
  vpcCidr: '10.1.0.0/16',
  loadBalancerSubnets: subnets('eu-west-1a', 'eu-west-1b'),
  taskSubnets: subnets('eu-west-1a', 'eu-west-1b'),
};
const ECR = { ecrRepository: 'dns', initialVersion: '1.0.0' };
const FIXED = { addresses: { elastic: true }, loadBalancer: { crossZone: false }, clients: { anywhere: true } };
const ISOLATED = { network: { preset: NetworkPreset.ISOLATED }, region: 'eu-west-1' };
const EIP = 'eipalloc-0123456789abcdef0';

/** Options that lead to each error that a rule finds in options, with what the user reads. */
const CASES: Cases = {
  P5: {
    'a UDP port without the gate': [
      { healthGate: { enabled: false } },
      'healthGate.enabled',
      /without the gate nothing/,
    ],
    'UDP and TCP_UDP ports without the gate': [
      { healthGate: { enabled: false }, ports: [{ port: 53 }, { port: 54, protocol: Protocol.TCP_UDP }] },
      'healthGate.enabled',
      /without the gate nothing/,
    ],
  },
  P6: {
    'a TCP_UDP port without the gate': [
      { healthGate: { enabled: false }, protocol: Protocol.TCP_UDP },
      'healthGate.enabled',
      /cannot tell the truth/,
    ],
  },
  P13: {
    'stops beyond the notice': [
      { capacity: { spot: {} }, application: { stopTimeoutSeconds: 120 } },
      'capacity.spot',
      /gone 120 s after its notice/,
    ],
  },
  P14: {
    'one task a zone': [
      { ...FIXED, task: { desiredCount: 3 }, capacity: { autoscaling: false } },
      'task.desiredCount',
      /cut off/,
    ],
    'too few tasks that always run': [{ ...FIXED, capacity: { minTasks: 3 } }, 'capacity.minTasks', /cut off/],
    'a zone in which no task can run': [
      {
        network: { ...VPC, taskSubnets: subnets('eu-west-1a') },
        addresses: { privateIps: {} },
        loadBalancer: { crossZone: false },
      },
      'loadBalancer.crossZone',
      /no task can run in zone eu-west-1b/,
    ],
  },
  P18: {
    'one listener port twice': [
      { ports: [{ port: 53 }, { port: 53, protocol: Protocol.TCP, containerPort: 54, name: 'tcp' }] },
      'ports',
      /one listener a port/,
    ],
    'both numbers twice': [
      { ports: [{ port: 53 }, { port: 53, protocol: Protocol.TCP }] },
      'ports',
      /one listener a port/,
    ],
  },
  P19: {
    'one container port twice': [
      { ports: [{ port: 53 }, { port: 54, containerPort: 53 }] },
      'ports',
      /mapped once, and 53/,
    ],
    'the port of the gate': [{ port: 8080 }, 'healthGate.port', /bound to container port 8080/],
  },
  P22: {
    'dual-stack': [{ loadBalancer: { ipAddressType: 'dualstack' } }, 'loadBalancer.ipAddressType', /IPv6 target group/],
  },
  P33: {
    'one address in two zones': [
      {
        network: VPC,
        addresses: { allocationIds: { 'eu-west-1a': EIP, 'eu-west-1b': EIP } },
        clients: { anywhere: true },
      },
      'addresses.allocationIds[eu-west-1b]',
      /already the address of zone eu-west-1a/,
    ],
  },
  P35: {
    'a zone that the load balancer does not reach': [
      { network: { ...VPC, taskSubnets: subnets('eu-west-1a', 'eu-west-1b', 'eu-west-1c') } },
      'network.taskSubnets',
      /Tasks may run in eu-west-1c/,
    ],
  },
  P37: {
    'no room for a deployment': [
      { rollout: { minHealthyPercent: 100, maxHealthyPercent: 100 } },
      'rollout.maxHealthyPercent',
      /no task can ever be replaced/,
    ],
  },
  P38: {
    'an image that cannot be reached': [
      { ...ISOLATED, image: { registry: 'ghcr.io/x/y', initialVersion: '1.0.0' }, task: { architecture: 'ARM64' } },
      'image.registry',
      /cannot reach/,
    ],
    'a repository of another region': [
      {
        ...ISOLATED,
        image: { ecrRepository: 'arn:aws:ecr:us-east-1:111122223333:repository/dns', initialVersion: '1.0.0' },
        task: { architecture: 'ARM64' },
      },
      'image.ecrRepository',
      /endpoints of the isolated network/,
    ],
    'the base image of the gate': [
      { ...ISOLATED, image: ECR, task: { architecture: 'ARM64' } },
      'healthGate.baseImage',
      /cannot reach/,
    ],
    'a secret of another region': [
      {
        ...ISOLATED,
        application: {
          secrets: { A: { secretsManagerArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf' } },
        },
      },
      'application.secrets.A.secretsManagerArn',
      /lies in us-east-1/,
    ],
    'an endpoint that every task needs': [
      { network: { ...VPC, existingEndpoints: ['ecr.api', 'ecr.dkr', 's3'] } },
      'network.existingEndpoints',
      /lacks logs/,
    ],
    'an endpoint that the application needs': [
      {
        network: { ...VPC, existingEndpoints: ['ecr.api', 'ecr.dkr', 's3', 'logs'] },
        egress: { awsServices: ['sqs'] },
      },
      'network.existingEndpoints',
      /'sqs'/,
    ],
  },
  P40: {
    'a shell in a read-only root': [
      { task: { exec: true }, application: { readonlyRootFilesystem: true } },
      'task.exec',
      /read-only root/,
    ],
  },
  P45: {
    'six ports': [{ ports: [1, 2, 3, 4, 5, 6].map((port) => ({ port })) }, 'ports', /at most 5 target groups/],
  },
  P46: {
    'nobody is named on the internet': [
      { loadBalancer: { scheme: Scheme.INTERNET_FACING } },
      'clients',
      /must say who may send/,
    ],
    'endpoints that anybody makes unseen': [
      { privateLink: { allowedPrincipals: ['*'], acceptanceRequired: false, enforceInboundRules: false } },
      'privateLink.acceptanceRequired',
      /every AWS account/,
    ],
  },
  P47: {
    'consumers that the rules refuse': [{ privateLink: {} }, 'privateLink.enforceInboundRules', /admit this VPC alone/],
  },
  P51: {
    'a credential': [
      { application: { environment: { DB_PASSWORD: ['hun', 'ter2'].join('') } } },
      'application.environment.DB_PASSWORD',
      /./,
    ],
  },
};

describe.each(Object.entries(CASES))('%s', (id, cases) => {
  test.each(Object.entries(cases))('can be met: %s', (_title, [options, subject, cause]) => {
    const problems = problemsOf(() => synthesize(options as Options));
    const named = problems.filter(({ pitfall }) => pitfall !== undefined);
    // one fault has one id
    expect([...new Set(named.map(({ pitfall }) => pitfall))]).toEqual([id]);
    expect(named).toContainEqual(
      expect.objectContaining({ subject, cause: expect.stringMatching(cause), remedy: expect.stringMatching(/./) }),
    );
  });
});

test('every rule that finds errors in options has a case', () => {
  const source = pitfalls.flatMap(({ id, coverage }) =>
    coverage.some((one) => one.kind === 'option' && one.check.toString() !== '') ? [id] : [],
  );
  const withoutErrors = ['P11', 'P12', 'P15', 'P36', 'P39', 'P41'];
  expect(Object.keys(CASES).sort()).toEqual(source.filter((id) => !withoutErrors.includes(id)).sort());
});

describe('all problems are told in one run', () => {
  test('a misspelled key, a wrong type and two pitfalls in two stages', () => {
    const problems = problemsOfOptions({
      localComand: 'python3 app/server.py',
      bootstrapQualifier: 7,
      stages: [
        { name: 'dev', task: { exec: true }, application: { readonlyRootFilesystem: true } },
        { name: 'prod', healthGate: { enabled: false } },
      ],
    });
    expect(problems.map(({ subject, pitfall }) => [subject, pitfall])).toEqual([
      ['localComand', undefined],
      ['bootstrapQualifier', undefined],
      ['stages[prod].healthGate.enabled', 'P5'],
      ['stages[dev].task.exec', 'P40'],
    ]);
  });

  test('of the form, of one option, of the workflows and of what is accepted', () => {
    const problems = problemsOfOptions({
      prot: 1,
      port: 0,
      workflows: { nodeVersion: '8' },
      acceptedFindings: [{ id: 'P999', reason: 'x' }],
      codeOwners: { owners: [] },
      tags: { owner: ['ghp', `a7${'bC3dE5fG'.repeat(4)}hi`].join('_') },
    });
    expect(problems.map(({ subject }) => subject)).toEqual([
      'prot',
      'port',
      'workflows.nodeVersion',
      'codeOwners.owners',
      'acceptedFindings[0].id',
      'tags.owner',
    ]);
  });

  test('what follows from a wrong form alone is not told', () => {
    // the name is meant: nobody is told that the clients are missing
    expect(
      problemsOfOptions({ loadBalancer: { scheme: Scheme.INTERNET_FACING }, client: { anywhere: true } }).map(
        ({ subject }) => subject,
      ),
    ).toEqual(['client']);
    expect(
      problemsOfOptions({ loadBalancer: { scheme: Scheme.INTERNET_FACING }, clients: 'everybody' }).map(
        ({ subject }) => subject,
      ),
    ).toEqual(['clients']);
    expect(problemsOfOptions({ ports: [{ protocol: Protocol.UDP }] }).map(({ subject }) => subject)).toEqual([
      'ports[0].port',
    ]);
    expect(problemsOfOptions({ stages: [{}] }).map(({ subject }) => subject)).toEqual(['stages[0].name']);
  });

  test('a mistyped name is read for what it may mean, and its value is checked as that', () => {
    expect(problemsOfOptions({ task: { exce: true }, application: { readonlyRootFilesystem: true } })).toMatchObject([
      { subject: 'task.exce', remedy: "Did you mean 'exec'?" },
    ]);
  });
});

test('what nobody can accept is refused with a reason as well', () => {
  const acceptedFindings = [{ id: 'P45', reason: 'we need them' }];
  const ports = [1, 2, 3, 4, 5, 6].map((port) => ({ port }));
  expect(problemsOfOptions({ ports, acceptedFindings })).toMatchObject([{ pitfall: 'P45' }]);
});

test('a value is shown where it was given, below the stage that gave it', () => {
  const stages = [{ name: 'dev' }, { name: 'prod', extends: 'dev', rollout: { maxHealthyPercent: 100 } }];
  expect(problemsOfOptions({ stages })).toMatchObject([
    { subject: 'stages[prod].rollout.maxHealthyPercent', value: 100, pitfall: 'P37' },
  ]);
});
