import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Port, Stage } from '../../src/model/model';
import { checkService, pitfalls } from '../../src/pitfalls';
import { STAGE, service } from './support/service';

const [PORT] = STAGE.ports as readonly [Port];
const port = (changes: Partial<Port>): Port => ({ ...PORT, ...changes });
const check = (changes: Partial<Port['healthCheck']>): Port =>
  port({ healthCheck: { ...PORT.healthCheck, ...changes } });
const balancer = (changes: Partial<Stage['loadBalancer']>) => ({ loadBalancer: { ...STAGE.loadBalancer, ...changes } });
const rollout = (changes: Partial<Stage['rollout']>) => ({ rollout: { ...STAGE.rollout, ...changes } });
const task = (changes: Partial<Stage['task']>) => ({ task: { ...STAGE.task, ...changes } });
const application = (changes: Partial<Stage['application']>) => ({ application: { ...STAGE.application, ...changes } });
const gate = (changes: Partial<NonNullable<Stage['healthGate']>>) => ({
  healthGate: { ...(STAGE.healthGate as NonNullable<Stage['healthGate']>), ...changes },
});
const NOBODY = { clients: { cidrs: [], prefixLists: [], securityGroups: [] } };
const ELASTIC = { addresses: { source: 'elastic', zones: ['a', 'b'] } } as const;
const ISOLATED = { network: { ...STAGE.network, preset: 'isolated' } } as Pick<Stage, 'network'>;
const imported = (balanced: readonly string[], served: readonly string[]): Pick<Stage, 'network'> => ({
  network: {
    source: 'imported',
    vpcId: 'vpc-1',
    cidr: '10.0.0.0/16',
    loadBalancerSubnets: balanced.map((zone) => ({ subnetId: `subnet-l${zone}`, zone })),
    taskSubnets: served.map((zone) => ({ subnetId: `subnet-t${zone}`, zone })),
    assignPublicIp: false,
  },
});

const SPOT = { capacity: { ...STAGE.capacity, spot: { onDemandBase: 1, onDemandWeight: 0, spotWeight: 1 } } };

const withEndpoints = (...endpoints: string[]) => {
  const { network } = imported(['a', 'b'], ['a', 'b']);
  return { network: { ...network, endpoints }, image: ECR } as Partial<Stage>;
};
const ECR = { source: 'ecr', repositoryName: 'x' } as const;
const MIRROR = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/python:3.13';
const LINK = { allowedPrincipals: [], acceptanceRequired: true, enforceInboundRules: true, proxyProtocolV2: false };

/** What jsii knows of the options. */
interface Manifest {
  readonly types: Readonly<
    Record<
      string,
      {
        readonly interfaces?: readonly string[];
        readonly properties?: readonly {
          readonly name: string;
          readonly type: {
            readonly fqn?: string;
            readonly collection?: { readonly kind: string; readonly elementtype: { readonly fqn?: string } };
          };
        }[];
      }
    >
  >;
}

/** Valid and invalid options of each rule; what is found is `level option`. */
const CASES: Readonly<
  Record<string, { valid: Record<string, Partial<Stage>>; invalid: Record<string, [Partial<Stage>, ...string[]]> }>
> = {
  P46: {
    valid: { 'named clients': balancer({ scheme: 'internet-facing' }) },
    invalid: {
      nobody: [{ ...NOBODY, ...balancer({ scheme: 'internet-facing' }) }, 'error clients'],
      'endpoints that anybody makes unseen': [
        { privateLink: { ...LINK, allowedPrincipals: ['*'], acceptanceRequired: false } },
        'error privateLink.acceptanceRequired',
      ],
    },
  },
  P5: {
    valid: { 'TCP_UDP on its own port': { ports: [{ ...check({ port: 1053 }), protocol: 'TCP_UDP' }] } },
    invalid: {
      'the UDP port': [{ ports: [check({ port: 1053 })] }, 'error healthGate.port'],
      'no gate': [{ healthGate: undefined, ports: [check({ port: 1053 })] }, 'error healthGate.enabled'],
    },
  },
  P6: {
    valid: {
      'TCP without a gate': {
        healthGate: undefined,
        ports: [{ ...check({ protocol: 'TCP', port: 1053 }), protocol: 'TCP' }],
      },
    },
    invalid: {
      'no gate': [
        { healthGate: undefined, ports: [{ ...check({ port: 1053 }), protocol: 'TCP_UDP' }] },
        'error healthGate.enabled',
      ],
      'a port that the gate does not watch': [
        { ports: [PORT, port({ name: 'ntp', port: 123, containerPort: 1123 })] },
        'error healthGate.enabled',
      ],
      'a bare TCP check': [{ ports: [check({ protocol: 'TCP' })] }, 'advice healthCheck.protocol'],
    },
  },
  P18: {
    valid: { 'two ports': { ports: [PORT, port({ name: 'alt', port: 5353 })] } },
    invalid: {
      'one port twice': [{ ports: [PORT, port({ name: 'tcp', protocol: 'TCP', containerPort: 2053 })] }, 'error ports'],
    },
  },
  P19: {
    valid: { 'two container ports': { ports: [PORT, port({ name: 'alt', port: 5353, containerPort: 2053 })] } },
    invalid: {
      'one container port, one protocol': [{ ports: [PORT, port({ name: 'alt', port: 5353 })] }, 'error ports'],
      'one container port, two protocols': [
        { ports: [PORT, port({ name: 'tcp', port: 5353, protocol: 'TCP' })] },
        'error ports',
      ],
      'the port of the gate': [{ ports: [port({ containerPort: 8080 })] }, 'error healthGate.port'],
    },
  },
  P45: {
    valid: { five: { ports: [1, 2, 3, 4, 5].map((n) => port({ name: `p${n}`, port: n })) } },
    invalid: { six: [{ ports: [1, 2, 3, 4, 5, 6].map((n) => port({ name: `p${n}`, port: n })) }, 'error ports'] },
  },
  P11: {
    valid: { 'TCP alone': { ports: [port({ protocol: 'TCP' })], ...balancer({ connectionTermination: false }) } },
    invalid: {
      'no termination': [balancer({ connectionTermination: false }), 'warning loadBalancer.connectionTermination'],
      'a long delay': [balancer({ deregistrationDelaySeconds: 300 }), 'advice loadBalancer.deregistrationDelaySeconds'],
    },
  },
  P12: {
    valid: { 'a short delay, a long stop': { ...balancer({ deregistrationDelaySeconds: 15 }) } },
    invalid: {
      'over too soon': [
        { ...balancer({ deregistrationDelaySeconds: 10 }), ...application({ stopTimeoutSeconds: 30 }) },
        'warning loadBalancer.deregistrationDelaySeconds',
      ],
    },
  },
  P14: {
    valid: {
      'cross-zone': { ...ELASTIC, ...balancer({ crossZone: true }), ...task({ desiredCount: 1 }) },
      'two tasks a zone': { ...ELASTIC, ...task({ desiredCount: 4 }) },
    },
    invalid: {
      'one task a zone': [ELASTIC, 'error task.desiredCount'],
      'fewer tasks than zones': [{ ...ELASTIC, ...task({ desiredCount: 1 }) }, 'error task.desiredCount'],
      'a zone without task subnet': [
        { ...imported(['a', 'b'], ['a']), ...task({ desiredCount: 2 }) },
        'warning loadBalancer.crossZone',
      ],
      'a fixed address in a zone without task subnet': [
        {
          ...imported(['a', 'b'], ['a']),
          addresses: { source: 'private', privateIps: { a: '10.0.0.5', b: '10.0.1.5' } },
          ...task({ desiredCount: 4 }),
        },
        'error loadBalancer.crossZone',
      ],
    },
  },
  P47: {
    valid: {
      'named consumers': { privateLink: LINK, clients: { ...STAGE.clients, cidrs: ['10.0.0.0/8'] } },
      'rules that do not apply': { privateLink: { ...LINK, enforceInboundRules: false } },
    },
    invalid: {
      'the VPC alone': [{ privateLink: LINK }, 'error privateLink.enforceInboundRules'],
    },
  },
  P13: {
    valid: {
      'both stops within the notice': { ...SPOT, ...application({ stopTimeoutSeconds: 60 }) },
      'no Spot': application({ stopTimeoutSeconds: 120 }),
    },
    invalid: {
      'both stops beyond it': [{ ...SPOT, ...application({ stopTimeoutSeconds: 120 }) }, 'error capacity.spot'],
    },
  },
  P22: {
    valid: { IPv4: { loadBalancer: { ...STAGE.loadBalancer, ipAddressType: 'ipv4' } as Stage['loadBalancer'] } },
    invalid: {
      'dual-stack': [
        { loadBalancer: { ...STAGE.loadBalancer, ipAddressType: 'dualstack' } as Stage['loadBalancer'] },
        'error loadBalancer.ipAddressType',
      ],
    },
  },
  P15: {
    valid: { 'cross-zone': { ...balancer({ crossZone: true }), ...task({ desiredCount: 1 }) } },
    invalid: {
      'fewer tasks than zones': [task({ desiredCount: 1 }), 'warning loadBalancer.crossZone'],
      'fewer tasks than imported zones': [imported(['a', 'b', 'c'], ['a', 'b', 'c']), 'warning loadBalancer.crossZone'],
    },
  },
  P33: {
    valid: {
      'an ID a zone': {
        addresses: { source: 'imported', allocationIds: { a: 'eipalloc-1', b: 'eipalloc-2' } },
        ...balancer({ crossZone: true }),
      },
    },
    invalid: {
      'one ID for two zones': [
        {
          addresses: { source: 'imported', allocationIds: { a: 'eipalloc-1', b: 'eipalloc-1' } },
          ...balancer({ crossZone: true }),
        },
        'error addresses.allocationIds[b]',
      ],
    },
  },
  P35: {
    valid: { 'the same zones': imported(['a', 'b'], ['a', 'b']) },
    invalid: { 'a zone without the load balancer': [imported(['a'], ['a', 'b']), 'error network.taskSubnets'] },
  },
  P36: {
    valid: { 'a longer grace period': rollout({ healthCheckGracePeriodSeconds: 300 }) },
    invalid: {
      'no circuit breaker': [rollout({ circuitBreaker: false }), 'warning rollout.circuitBreaker'],
      'a short grace period': [
        rollout({ healthCheckGracePeriodSeconds: 60 }),
        'advice rollout.healthCheckGracePeriodSeconds',
      ],
    },
  },
  P37: {
    valid: {
      'half of one task': {
        ...rollout({ minHealthyPercent: 50 }),
        ...task({ desiredCount: 1 }),
        ...balancer({ crossZone: true }),
      },
    },
    invalid: {
      half: [rollout({ minHealthyPercent: 50 }), 'warning rollout.minHealthyPercent'],
      'no room': [rollout({ maxHealthyPercent: 100 }), 'error rollout.maxHealthyPercent'],
      'no room above': [
        rollout({ minHealthyPercent: 50, maxHealthyPercent: 100 }),
        'warning rollout.minHealthyPercent',
        'advice rollout.maxHealthyPercent',
      ],
    },
  },
  P38: {
    valid: {
      'images of ECR': ISOLATED,
      'a repository of the region': { ...ISOLATED, region: 'eu-west-1', image: { ...ECR, region: 'eu-west-1' } },
      'a mirror of the gate': {
        ...ISOLATED,
        region: 'eu-west-1',
        ...gate({ delivery: 'inline', baseImage: MIRROR }),
      },
      'a public image behind a NAT gateway': { image: { source: 'registry', name: 'public.ecr.aws/x/y' } },
      'all endpoints in an existing VPC': withEndpoints('ecr.api', 'ecr.dkr', 's3', 'logs'),
    },
    invalid: {
      'a public image': [
        { ...ISOLATED, image: { source: 'registry', name: 'public.ecr.aws/x/y' } },
        'error image.registry',
      ],
      'a repository of another region': [
        { ...ISOLATED, region: 'eu-west-1', image: { ...ECR, region: 'us-east-1' } },
        'error image.ecrRepository',
      ],
      'a repository of perhaps another region': [
        { ...ISOLATED, region: undefined, image: { ...ECR, region: 'us-east-1' } },
        'warning image.ecrRepository',
      ],
      'the base image of the gate': [{ ...ISOLATED, ...gate({ delivery: 'inline' }) }, 'error healthGate.baseImage'],
      'a mirror in another region': [
        { ...ISOLATED, region: 'us-east-1', ...gate({ delivery: 'inline', baseImage: MIRROR }) },
        'error healthGate.baseImage',
      ],
      'a secret of another region': [
        {
          ...ISOLATED,
          region: 'eu-west-1',
          application: {
            ...STAGE.application,
            secrets: { A: { source: 'secretsmanager', arn: 'arn:aws:secretsmanager:us-east-1:1:secret:a' } },
          },
        },
        'error application.secrets.A.secretsManagerArn',
      ],
      'an endpoint that is missing in an existing VPC': [
        withEndpoints('ecr.api', 'ecr.dkr', 's3'),
        'error network.existingEndpoints',
      ],
    },
  },
  P39: {
    valid: { 'another registry': { image: { source: 'registry', name: 'ghcr.io/x/y' } } },
    invalid: { 'Docker Hub': [{ image: { source: 'registry', name: 'coredns/coredns' } }, 'warning image.registry'] },
  },
  P40: {
    valid: { 'a writable root': { ...task({ exec: true }), ...application({ readonlyRootFilesystem: false }) } },
    invalid: { both: [task({ exec: true }), 'error task.exec'] },
  },
  P41: {
    valid: { 'a larger buffer': { logs: { ...STAGE.logs, maxBufferSizeMiB: 25 } } },
    invalid: { blocking: [{ logs: { ...STAGE.logs, mode: 'blocking' } }, 'advice logs.mode'] },
  },
  P51: {
    valid: {
      'harmless variables': application({ environment: { AUTH_ENABLED: 'true', TOKEN_TTL: '60', PWD: '/srv' } }),
      'a command with a port': application({ command: ['named', '-g', '-p', '5353'] }),
      'a tag': { tags: { owner: 'dns', 'cost-center': '4711' } },
    },
    invalid: {
      variable: [application({ environment: { DB_PASSWORD: 'hunter2' } }), 'error application.environment.DB_PASSWORD'],
      command: [application({ command: ['dns', '--password', 'hunter2'] }), 'error application.command[2]'],
      tag: [{ tags: { password: 'hunter2' } }, 'error tags.password'],
    },
  },
};

test('the good service has no finding at all', () => {
  expect(checkService(service())).toEqual([]);
});

test('every option rule has cases', () => {
  const ruled = pitfalls.filter(({ coverage }) => coverage.some(({ kind }) => kind === 'option')).map(({ id }) => id);
  expect(Object.keys(CASES).sort()).toEqual([...ruled].sort());
});

describe.each(Object.entries(CASES))('%s', (id, { valid, invalid }) => {
  const found = (changes: Partial<Stage>): string[] =>
    checkService(service(changes), changes)
      .filter(({ pitfall }) => pitfall === id)
      .map(({ level, option }) => `${level} ${option}`);
  test.each(Object.entries(valid))('finds nothing: %s', (_name, changes) => expect(found(changes)).toEqual([]));
  test.each(Object.entries(invalid))('finds: %s', (_name, [changes, ...expected]) => {
    expect(found(changes)).toEqual(expected);
  });
});

test('every option that a rule names exists', () => {
  const { types } = JSON.parse(readFileSync(join(__dirname, '../../.jsii'), 'utf8')) as Manifest;
  /** Whether the names lead from a struct to one of its options, through lists and maps. */
  const leads = (fqn: string, [name, ...rest]: string[]): boolean => {
    const { interfaces = [], properties = [] } = types[fqn];
    const property = properties.find((candidate) => candidate.name === name);
    if (property === undefined) return interfaces.some((base) => leads(base, [name, ...rest]));
    if (rest.length === 0) return true;
    const { collection, fqn: next } = property.type;
    if (collection?.kind === 'map') rest.shift();
    const inner = collection?.elementtype.fqn ?? next;
    if (collection?.kind === 'map' && rest.length === 0) return true;
    return inner !== undefined && leads(inner, rest);
  };
  const named = Object.values(CASES).flatMap(({ invalid }) =>
    Object.values(invalid).flatMap(([, ...findings]) => findings.map((finding) => finding.split(' ')[1] ?? '')),
  );
  const unknown = named.filter(
    (option) => !leads('projen-udp-service.ServiceOptions', option.replace(/\[.*?\]/g, '').split('.')),
  );
  expect(unknown).toEqual([]);
});

test('a finding names stage, option, value, cause and remedy', () => {
  expect(checkService(service(task({ exec: true })))).toEqual([
    {
      pitfall: 'P40',
      level: 'error',
      title: 'ECS Exec fails',
      stage: 'prod',
      option: 'task.exec',
      message: expect.stringContaining('true together with application.readonlyRootFilesystem'),
      remedy: 'Set one of them to false.',
      isBinding: true,
    },
  ]);
});

test('an allocation ID may not serve two stages', () => {
  const addresses = { source: 'imported', allocationIds: { a: 'eipalloc-1' } } as const;
  const stages = ['one', 'two'].map((name) => ({ ...STAGE, ...balancer({ crossZone: true }), name, addresses }));
  expect(checkService({ name: 'dns', stages })).toMatchObject([
    { pitfall: 'P33', stage: 'two', message: expect.stringContaining('zone a of stage one') },
  ]);
});
