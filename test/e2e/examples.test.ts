import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generateLinked, ofType, synthesizeLinked, type Template } from '../support/linked';
import { run } from '../support/run';
import { describeWith } from '../support/tools';
import { lintWorkflow } from '../support/workflow-lint';

const ROOT = resolve(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
/** A preset is a package and not a service: preset.test.ts makes a repository from it. */
const PRESET = 'org-preset';
const names = readdirSync(EXAMPLES).filter((name) => name !== PRESET);

interface Example {
  readonly dir: string;
  readonly templates: Readonly<Record<string, Template>>;
}

const examples: Record<string, Example> = {};

beforeAll(async () => {
  for (const name of names) {
    const dir = await generateLinked(readFileSync(join(EXAMPLES, name, '.projenrc.ts'), 'utf8'));
    examples[name] = { dir, templates: await synthesizeLinked(dir) };
  }
}, 300_000);

const one = (template: Template, type: string) => {
  const found = ofType(template, type);
  expect(found).toHaveLength(1);
  return found[0].Properties;
};

const container = (template: Template, name: string) =>
  one(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions.find(
    (candidate: { Name: string }) => candidate.Name === name,
  );

describe('article-tcp', () => {
  const template = () => examples['article-tcp'].templates['dev-service'];

  test('is nginx on port 80 with 512 CPU units and 1024 MiB', () => {
    expect(one(template(), 'AWS::ECS::TaskDefinition')).toMatchObject({ Cpu: '512', Memory: '1024' });
    expect(container(template(), 'app')).toMatchObject({
      Image: 'public.ecr.aws/nginx/nginx:1.27',
      PortMappings: [{ ContainerPort: 80, Protocol: 'tcp' }],
    });
    expect(one(template(), 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject({ Port: 80, Protocol: 'TCP' });
  });

  test('runs the number of tasks that is written down', () => {
    expect(one(template(), 'AWS::ECS::Service').DesiredCount).toBe(2);
  });

  test('needs no gate, and its task admits the load balancer', () => {
    expect(one(template(), 'AWS::ECS::TaskDefinition').ContainerDefinitions).toHaveLength(1);
    const ingress = ofType(template(), 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
    const ofTask = ingress.filter(({ SourceSecurityGroupId }) => SourceSecurityGroupId);
    expect(ofTask).toMatchObject([{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80 }]);
  });
});

describe('article-udp', () => {
  const template = () => examples['article-udp'].templates['dev-service'];

  test('has the article’s figures', () => {
    expect(one(template(), 'AWS::ECS::TaskDefinition')).toMatchObject({ Cpu: '256', Memory: '512' });
    expect(container(template(), 'udp-service').PortMappings).toMatchObject([{ ContainerPort: 1234, Protocol: 'udp' }]);
    expect(one(template(), 'AWS::ElasticLoadBalancingV2::LoadBalancer')).toMatchObject({
      Scheme: 'internal',
      Type: 'network',
      IpAddressType: 'ipv4',
    });
    expect(one(template(), 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject({ Port: 1234, Protocol: 'UDP' });
    const group = one(template(), 'AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(group).toMatchObject({
      Port: 1234,
      Protocol: 'UDP',
      TargetType: 'ip',
      HealthCheckProtocol: 'TCP',
      HealthCheckPort: '8080',
    });
    expect(group.TargetGroupAttributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '300' });
    const attributes = one(template(), 'AWS::ElasticLoadBalancingV2::LoadBalancer').LoadBalancerAttributes;
    expect(attributes).toContainEqual({ Key: 'load_balancing.cross_zone.enabled', Value: 'false' });
    const service = one(template(), 'AWS::ECS::Service');
    expect(service).toMatchObject({
      DesiredCount: 2,
      EnableExecuteCommand: true,
      LoadBalancers: [{ ContainerName: 'udp-service', ContainerPort: 1234 }],
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  test('takes the image from ECR at its tag, and has roles of its own', () => {
    expect(JSON.stringify(container(template(), 'udp-service').Image)).toContain('udp-service:v1.0.0');
    expect(one(template(), 'AWS::ECS::TaskDefinition')).toMatchObject({
      TaskRoleArn: expect.anything(),
      ExecutionRoleArn: expect.anything(),
    });
  });

  test('changes nothing in the VPC but its security groups', () => {
    expect(Object.keys(examples['article-udp'].templates)).toEqual(['dev-service']);
    const types = Object.values(template().Resources)
      .map(({ Type }) => Type)
      .filter((type) => type.startsWith('AWS::EC2::'));
    expect([...new Set(types)].every((type) => type.startsWith('AWS::EC2::SecurityGroup'))).toBe(true);
  });

  test('has the gate inline where the article has a responder that says ok whatever happens', () => {
    expect(
      container(template(), 'health-gate').Command ?? container(template(), 'health-gate').EntryPoint,
    ).toBeDefined();
    expect(
      ofType(template(), 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => [
        Properties.IpProtocol,
        Properties.FromPort,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['udp', 1234],
        ['tcp', 8080],
      ]),
    );
  });
});

describe('dns', () => {
  test('has two stages in two accounts with addresses of their own', () => {
    expect(Object.keys(examples.dns.templates).sort()).toEqual([
      'dev-addresses',
      'dev-deploy-role',
      'dev-network',
      'dev-service',
      'prod-addresses',
      'prod-deploy-role',
      'prod-network',
      'prod-service',
    ]);
    const eips = ofType(examples.dns.templates['prod-addresses'], 'AWS::EC2::EIP');
    expect(eips).toHaveLength(3);
    for (const eip of eips) expect(eip.DeletionPolicy).toBe('Retain');
  });

  test('serves UDP and TCP by one listener, one target group and one mapping', () => {
    const template = examples.dns.templates['dev-service'];
    expect(one(template, 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject({ Port: 53, Protocol: 'TCP_UDP' });
    expect(one(template, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject({ Protocol: 'TCP_UDP' });
    expect(container(template, 'app').PortMappings).toHaveLength(1);
  });
});

test('ntp is internal and isolated: no NAT and no public address', () => {
  const { templates } = examples.ntp;
  expect(one(templates['dev-service'], 'AWS::ElasticLoadBalancingV2::LoadBalancer').Scheme).toBe('internal');
  expect(ofType(templates['dev-network'], 'AWS::EC2::NatGateway')).toEqual([]);
  expect(ofType(templates['dev-network'], 'AWS::EC2::InternetGateway')).toEqual([]);
});

describe('syslog', () => {
  test('watches the socket, since nobody ever answers a message', () => {
    const { Environment } = container(examples.syslog.templates['test-service'], 'health-gate');
    expect(JSON.stringify(Environment)).toContain('socket');
  });

  test('creates no network: subnets and VPC are read from parameters at deployment', () => {
    const { templates } = examples.syslog;
    expect(Object.keys(templates).filter((stack) => stack.endsWith('-network'))).toEqual([]);
    const { Parameters } = templates['prod-service'] as Template & { Parameters: object };
    expect(JSON.stringify(Parameters)).toContain('/network/vpc-id');
    expect(JSON.stringify(Parameters)).toContain('/network/tasks-b');
  });

  test('is larger, guarded and told to somebody in production', () => {
    const [test, prod] = ['test-service', 'prod-service'].map((stack) => examples.syslog.templates[stack]);
    expect(one(prod, 'AWS::ECS::TaskDefinition')).toMatchObject({ Cpu: '1024', Memory: '2048' });
    expect(one(prod, 'AWS::ApplicationAutoScaling::ScalableTarget')).toMatchObject({ MinCapacity: 4, MaxCapacity: 24 });
    expect(one(prod, 'AWS::SNS::Subscription')).toMatchObject({ Endpoint: 'platform@example.com' });
    expect(ofType(test, 'AWS::SNS::Subscription')).toEqual([]);
  });
});

test('the examples have the types of the options', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'example-types-'));
  const modules = join(ROOT, 'node_modules');
  const tsconfig = {
    extends: join(ROOT, 'tsconfig.dev.json'),
    compilerOptions: {
      rootDir: '/',
      paths: { 'projen-udp-service': [join(ROOT, 'lib')], '*': [join(modules, '*')] },
      typeRoots: [join(modules, '@types')],
    },
    include: [join(EXAMPLES, '*/.projenrc.ts'), join(EXAMPLES, '*/src/*.ts')],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const { output } = await run(process.execPath, [join(modules, 'typescript/bin/tsc'), '--project', folder]);
  expect(output).toBe('');
}, 120_000);

test('every example is tested', () => {
  expect(names).toEqual(['article-tcp', 'article-udp', 'dns', 'ntp', 'syslog']);
});

test.each(names)('the workflows of %s have no finding', async (name) => {
  const { dir } = examples[name];
  const workflows = readdirSync(join(dir, '.github/workflows'));
  for (const file of workflows) {
    const path = `.github/workflows/${file}`;
    expect(await lintWorkflow(path, readFileSync(join(dir, path), 'utf8'))).toEqual([]);
  }
});

describeWith(['cfn-lint'], 'templates', () => {
  test.each(names)(
    'of %s pass cfn-lint',
    async (name) => {
      const { dir, templates } = examples[name];
      const files = Object.keys(templates).map((stack) => join(dir, 'cdk.out', `${stack}.template.json`));
      const { output, code } = await run('cfn-lint', ['--non-zero-exit-code', 'warning', ...files]);
      expect(output).toBe('');
      expect(code).toBe(0);
    },
    120_000,
  );
});
