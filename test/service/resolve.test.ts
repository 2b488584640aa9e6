import {
  Architecture,
  HealthCheckProtocol,
  LogMode,
  NatGateways,
  NetworkPreset,
  Probe,
  Protocol,
  Scheme,
  type StageOptions,
} from '../../src';
import type { Stage } from '../../src/model/model';
import { PRESETS } from '../../src/probes';
import { resolveService, type ServiceInput } from '../../src/service/resolve';
import { optionsError } from '../../src/util/problems';
import { problemsOfOptions } from '../support/problems';

type Input = Partial<ServiceInput>;

const resolve = (input: Input = {}) => resolveService({ name: 'echo', ...input }).service;
const only = (input: Input = {}): Stage => resolve(input).stages[0];
const refused = problemsOfOptions;

const VPC = {
  vpcId: 'vpc-0123456789abcdef0',
  vpcCidr: '10.1.0.0/16',
  loadBalancerSubnets: [
    { subnetId: 'subnet-0123456789abcdef0', zone: 'eu-west-1a' },
    { subnetId: 'subnet-0123456789abcdef1', zone: 'eu-west-1b' },
  ],
};

describe('defaults', () => {
  test('are those of the design', () => {
    const stage = only();
    expect(stage).toMatchObject({
      name: 'dev',
      production: false,
      bootstrapQualifier: 'hnb659fds',
      ports: [
        {
          name: '1234',
          port: 1234,
          protocol: 'UDP',
          containerPort: 1234,
          healthCheck: {
            protocol: 'HTTP',
            port: 8080,
            path: '/health/1234',
            intervalSeconds: 10,
            timeoutSeconds: 5,
            healthyThresholdCount: 2,
            unhealthyThresholdCount: 2,
          },
        },
      ],
      image: { source: 'asset', directory: 'app' },
      application: { readonlyRootFilesystem: true, stopTimeoutSeconds: 60 },
      healthGate: { delivery: 'asset', memoryLimitMiB: 64, stopTimeoutSeconds: 35, config: { drainSeconds: 25 } },
      loadBalancer: {
        scheme: 'internal',
        crossZone: false,
        deletionProtection: false,
        deregistrationDelaySeconds: 120,
        connectionTermination: true,
      },
      network: { source: 'created', preset: 'public', cidr: '10.0.0.0/16' },
      addresses: { source: 'none' },
      clients: { cidrs: ['10.0.0.0/16'], prefixLists: [] },
      task: { cpu: 256, memoryLimitMiB: 512, architecture: 'ARM64', desiredCount: 2, exec: false },
      rollout: {
        minHealthyPercent: 100,
        maxHealthyPercent: 200,
        circuitBreaker: true,
        healthCheckGracePeriodSeconds: 120,
      },
      logs: { retentionDays: 30, mode: 'non-blocking' },
    });
    expect(stage.account).toBeUndefined();
    expect(stage.region).toBeUndefined();
  });

  test('a production stage is protected and keeps its logs longer', () => {
    const stage = only({ stages: [{ name: 'prod' }] });
    expect(stage).toMatchObject({
      production: true,
      loadBalancer: { deletionProtection: true },
      logs: { retentionDays: 90 },
    });
  });

  test('fixed addresses turn cross-zone on, and Elastic IPs face the internet', () => {
    expect(only({ addresses: { elastic: true }, clients: { cidrs: ['203.0.113.0/24'] } }).loadBalancer).toMatchObject({
      crossZone: true,
      scheme: 'internet-facing',
    });
  });

  test('the imported VPC admits its own CIDR', () => {
    expect(only({ network: VPC }).clients.cidrs).toEqual(['10.1.0.0/16']);
  });

  test('a built application learns its ports, an existing image nothing', () => {
    const ports = [{ port: 53, protocol: Protocol.TCP_UDP, containerPort: 5353 }];
    expect(only({ ports }).application.environment).toEqual({ SERVICE_PORTS: '5353/tcp,5353/udp' });
    const image = { registry: 'public.ecr.aws/nginx/nginx' };
    expect(only({ ports, image, task: { architecture: Architecture.ARM64 } }).application.environment).toEqual({});
  });
});

describe('shorthand', () => {
  test('is one entry of ports and one of stages', () => {
    const short = resolve({ port: 53, protocol: Protocol.TCP_UDP, account: '111122223333', region: 'eu-west-1' });
    const long = resolve({
      ports: [{ port: 53, protocol: Protocol.TCP_UDP }],
      stages: [{ name: 'dev', account: '111122223333', region: 'eu-west-1' }],
    });
    expect(short).toEqual(long);
  });

  test.each([
    ['port', { port: 53, ports: [{ port: 53 }] }, "'ports'"],
    ['protocol', { protocol: Protocol.UDP, ports: [{ port: 53 }] }, "'ports'"],
    ['account', { account: '111122223333', stages: [{ name: 'dev' }] }, "'stages'"],
    ['region', { region: 'eu-west-1', stages: [{ name: 'dev' }] }, "'stages'"],
  ])('%s together with the list is refused, naming both', (option, input, list) => {
    const [problem] = refused(input);
    expect(problem.subject).toBe(option);
    expect(problem.remedy).toContain(list);
  });
});

describe('stages', () => {
  const stages = (...list: StageOptions[]) =>
    resolve({ task: { cpu: 512, memoryLimitMiB: 2048 }, stages: list }).stages;

  test('override groups key by key', () => {
    const [dev, prod] = stages({ name: 'dev' }, { name: 'prod', task: { desiredCount: 6 } });
    expect(dev.task).toMatchObject({ cpu: 512, desiredCount: 2 });
    expect(prod.task).toMatchObject({ cpu: 512, memoryLimitMiB: 2048, desiredCount: 6 });
  });

  test('replace groups whose parts exclude each other as a whole', () => {
    const [dev, prod] = resolve({
      network: { preset: NetworkPreset.NAT, natGateways: NatGateways.ONE_PER_ZONE },
      stages: [{ name: 'dev' }, { name: 'prod', network: VPC }],
    }).stages;
    expect(dev.network).toMatchObject({ preset: 'nat' });
    expect(prod.network).toMatchObject({ source: 'imported', vpcId: VPC.vpcId });
  });

  test('inherit from each other, but not the name', () => {
    const list = stages(
      { name: 'prod-us', extends: 'prod', region: 'us-east-1' },
      { name: 'prod', account: '111122223333', region: 'eu-west-1', task: { desiredCount: 6 } },
    );
    expect(
      list.map(({ name, account, region, production, task }) => [name, account, region, production, task.desiredCount]),
    ).toEqual([
      ['prod-us', '111122223333', 'us-east-1', true, 6],
      ['prod', '111122223333', 'eu-west-1', true, 6],
    ]);
  });

  test.each<[string, StageOptions[], string]>([
    ['an unknown base', [{ name: 'dev', extends: 'prod' }], 'there is no stage of this name'],
    [
      'a circle',
      [
        { name: 'a', extends: 'b' },
        { name: 'b', extends: 'a' },
      ],
      'in a circle',
    ],
    ['itself', [{ name: 'a', extends: 'a' }], 'in a circle'],
  ])('refuse to extend %s', (_, list, cause) => {
    expect(refused({ stages: list })[0].cause).toContain(cause);
  });
});

describe('health', () => {
  test('TCP checks get a gate port a listener', () => {
    const stage = only({
      ports: [{ port: 53 }, { port: 54 }],
      healthCheck: { protocol: HealthCheckProtocol.TCP },
    });
    expect(stage.ports.map(({ healthCheck }) => [healthCheck.protocol, healthCheck.port, healthCheck.path])).toEqual([
      ['TCP', 8080, undefined],
      ['TCP', 8081, undefined],
    ]);
    expect(stage.healthGate?.config).toMatchObject({ mode: 'tcp', checks: [{ gatePort: 8080 }, { gatePort: 8081 }] });
  });

  test('a service with only TCP ports is checked directly', () => {
    const direct = only({ ports: [{ port: 80, protocol: Protocol.TCP }] });
    expect(direct.healthGate).toBeUndefined();
    expect(direct.ports[0].healthCheck).toMatchObject({ protocol: 'TCP', port: 80 });
    const path = only({ ports: [{ port: 80, protocol: Protocol.TCP }], healthCheck: { path: '/health' } });
    expect(path.ports[0].healthCheck).toMatchObject({ protocol: 'HTTP', port: 80, path: '/health' });
  });

  test('a service with only TCP ports can have a gate', () => {
    const stage = only({ ports: [{ port: 80, protocol: Protocol.TCP }], healthGate: { enabled: true } });
    expect(stage.healthGate?.config.checks).toMatchObject([{ transports: ['tcp'] }]);
  });

  test('both halves of TCP_UDP are watched', () => {
    expect(only({ port: 53, protocol: Protocol.TCP_UDP }).healthGate?.config.checks[0].transports).toEqual([
      'udp',
      'tcp',
    ]);
  });

  test('the gate drains as long as the load balancer needs to notice', () => {
    const stage = only({ healthCheck: { intervalSeconds: 30, unhealthyThresholdCount: 3 } });
    expect(stage.healthGate).toMatchObject({ stopTimeoutSeconds: 105, config: { drainSeconds: 95 } });
  });
});

describe('probes', () => {
  const probe = (input: Input) => only(input).healthGate?.config.checks[0].probe;

  test('are those of the catalogue, and custom', () => {
    expect(Object.values(Probe).sort()).toEqual([...PRESETS.map(({ name }) => name), 'custom'].sort());
  });

  test('a preset brings its datagram', () => {
    expect(probe({ port: 53, probe: Probe.DNS })).toMatchObject({
      kind: 'datagram',
      preset: 'dns',
      send: expect.stringMatching(/^\{a:2\}/),
    });
    expect(probe({ port: 514, probe: Probe.SYSLOG })).toEqual({ kind: 'socket' });
  });

  test('a custom one has the form of the catalogue', () => {
    const ports = [{ port: 9, probe: Probe.CUSTOM, probeOptions: { sendText: 'ping {a:4x}', expectText: 'pong {a}' } }];
    expect(probe({ ports })).toMatchObject({
      kind: 'datagram',
      preset: 'custom',
      send: expect.stringContaining('{a:4x}'),
    });
  });

  test('a secret goes to the gate alone', () => {
    const ports = [
      { port: 1812, probe: Probe.RADIUS, probeOptions: { secret: { ssmParameterName: '/radius/secret' } } },
    ];
    const stage = only({ ports });
    expect(probe({ ports })).toMatchObject({ radius: { secret: { source: 'ssm', parameterName: '/radius/secret' } } });
    expect(stage.application.secrets).toEqual({});
  });

  test('what a user of a preset should know is said once', () => {
    const { warnings } = resolveService({
      name: 'echo',
      port: 69,
      probe: Probe.TFTP,
      stages: [{ name: 'dev' }, { name: 'prod' }],
    });
    expect(warnings).toEqual([expect.stringContaining('probe: "tftp"')]);
  });
});

describe('images', () => {
  const image = (options: Input['image']) =>
    only({ image: options, task: { architecture: Architecture.X86_64 } }).image;

  test('of ECR by ARN or by name, and of any registry', () => {
    expect(image({ ecrRepository: 'arn:aws:ecr:eu-west-1:111122223333:repository/team/dns' })).toEqual({
      source: 'ecr',
      account: '111122223333',
      region: 'eu-west-1',
      repositoryName: 'team/dns',
    });
    expect(image({ ecrRepository: 'dns' })).toEqual({ source: 'ecr', repositoryName: 'dns' });
    expect(image({ registry: 'localhost:5000/dns' })).toEqual({ source: 'registry', name: 'localhost:5000/dns' });
  });

  test('initial versions are kept by stage', () => {
    const { initialImageVersions } = resolveService({
      name: 'echo',
      image: { ecrRepository: 'dns', initialVersion: '1.2.3' },
      task: { architecture: Architecture.ARM64 },
      stages: [{ name: 'dev' }, { name: 'prod', image: { ecrRepository: 'dns', initialVersion: '1.2.2' } }],
    });
    expect(initialImageVersions).toEqual({ dev: '1.2.3', prod: '1.2.2' });
  });
});

describe('what cannot work is refused with the option, the cause and the remedy', () => {
  const arm = { architecture: Architecture.ARM64 };
  const cases: readonly (readonly [option: string, input: Input])[] = [
    ['name', { name: 'Echo' }],
    ['name', { name: '123' }],
    ['name', { name: 'a'.repeat(41) }],
    ['stages', { stages: [] }],
    ['stages', { stages: [{ name: 'dev' }, { name: 'dev' }] }],
    ['stages[Dev].name', { stages: [{ name: 'Dev' }] }],
    ['account', { account: '1234' }],
    ['region', { region: 'Europe' }],
    ['stages[dev].bootstrapQualifier', { stages: [{ name: 'dev', bootstrapQualifier: 'not-good' }] }],
    ['stages[dev].deployRoleArn', { stages: [{ name: 'dev', deployRoleArn: 'deploy' }] }],
    [
      'stages[dev].deployRoleArn',
      { stages: [{ name: 'dev', account: '111122223333', deployRoleArn: 'arn:aws:iam::444455556666:role/deploy' }] },
    ],
    ['ports', { ports: [] }],
    ['ports', { ports: [1, 2, 3, 4, 5, 6].map((port) => ({ port })) }],
    ['ports', { ports: [{ port: 53 }, { port: 53, protocol: Protocol.TCP, containerPort: 54, name: 'tcp' }] }],
    ['ports', { ports: [{ port: 53 }, { port: 54, containerPort: 53 }] }],
    [
      'ports',
      {
        ports: [
          { port: 53, name: 'a' },
          { port: 54, name: 'a' },
        ],
      },
    ],
    ['port', { port: 0 }],
    ['port', { port: 65536 }],
    ['ports[65536].port', { ports: [{ port: 65536 }] }],
    ['ports[53].containerPort', { ports: [{ port: 53, containerPort: 1.5 }] }],
    ['ports[a b].name', { ports: [{ port: 53, name: 'a b' }] }],
    ['probe', { port: 5353, probe: Probe.MDNS }],
    ['ports[80].probe', { ports: [{ port: 80, protocol: Protocol.TCP, probe: Probe.DNS }, { port: 53 }] }],
    ['ports[1812].probeOptions.secret', { ports: [{ port: 1812, probe: Probe.RADIUS }] }],
    [
      'ports[53].probeOptions.send',
      { ports: [{ port: 53, probe: Probe.CUSTOM, probeOptions: { send: '0', expect: '^00' } }] },
    ],
    [
      'ports[53].probeOptions.expect',
      { ports: [{ port: 53, probe: Probe.CUSTOM, probeOptions: { sendText: 'ping' } }] },
    ],
    ['healthGate.timeoutSeconds', { healthGate: { intervalSeconds: 5, timeoutSeconds: 6 } }],
    ['healthGate.fall', { healthGate: { fall: 0 } }],
    ['image.ecrRepository', { image: { directory: 'app', ecrRepository: 'dns' }, task: arm }],
    ['image.ecrRepository', { image: { ecrRepository: 'dns:1.0' }, task: arm }],
    ['image.registry', { image: { registry: 'nginx:1.27' }, task: arm }],
    ['image.directory', { image: { directory: '../app' } }],
    ['image.initialVersion', { image: { initialVersion: '1' } }],
    ['task.architecture', { image: { ecrRepository: 'dns' } }],
    ['task.cpu', { task: { cpu: 300 } }],
    ['task.memoryLimitMiB', { task: { cpu: 256, memoryLimitMiB: 4096 } }],
    ['task.desiredCount', { task: { desiredCount: -1 } }],
    ['task.exec', { task: { exec: true }, application: { readonlyRootFilesystem: true } }],
    ['application.writablePaths', { application: { writablePaths: ['tmp'] } }],
    ['application.writablePaths', { application: { writablePaths: ['/tmp'], readonlyRootFilesystem: false } }],
    ['application.stopTimeoutSeconds', { application: { stopTimeoutSeconds: 121 } }],
    ['application.containerName', { application: { containerName: 'a b' } }],
    ['application.secrets.A.secretsManagerArn', { application: { secrets: { A: {} } } }],
    ['application.secrets.A.secretsManagerArn', { application: { secrets: { A: { secretsManagerArn: 'a' } } } }],
    ['application.secrets.A.ssmParameterName', { application: { secrets: { A: { ssmParameterName: 'a b' } } } }],
    [
      'application.secrets.A.jsonField',
      { application: { secrets: { A: { ssmParameterName: '/a', jsonField: 'b' } } } },
    ],
    [
      'application.environment.A',
      { application: { environment: { A: 'x' }, secrets: { A: { ssmParameterName: '/a' } } } },
    ],
    [
      'application.taskRoleStatements[0].effect',
      { application: { taskRoleStatements: [{ effect: 'Maybe', actions: [], resources: [] }] } },
    ],
    ['healthCheck.intervalSeconds', { healthCheck: { intervalSeconds: 4 } }],
    ['healthCheck.timeoutSeconds', { healthCheck: { timeoutSeconds: 11 } }],
    ['healthCheck.healthyThresholdCount', { healthCheck: { healthyThresholdCount: 1 } }],
    ['healthCheck.path', { healthCheck: { path: '/' } }],
    [
      'healthCheck.path',
      { ports: [{ port: 80, protocol: Protocol.TCP }], healthCheck: { protocol: HealthCheckProtocol.HTTP } },
    ],
    [
      'healthCheck.path',
      { ports: [{ port: 80, protocol: Protocol.TCP }], healthCheck: { protocol: HealthCheckProtocol.TCP, path: '/' } },
    ],
    ['healthGate.enabled', { healthGate: { enabled: false } }],
    ['healthGate.port', { port: 8080 }],
    ['healthGate.port', { ports: [{ port: 80, protocol: Protocol.TCP }], healthGate: { port: 8081 } }],
    ['healthGate.containerName', { healthGate: { containerName: 'app' } }],
    ['network.vpcCidr', { network: { preset: NetworkPreset.NAT, vpcCidr: '10.0.0.0/16' } }],
    ['network.preset', { network: { ...VPC, preset: NetworkPreset.NAT } }],
    ['network.natGateways', { network: { natGateways: NatGateways.ONE } }],
    ['network.natGatewayZone', { network: { natGatewayZone: '1' } }],
    ['network.natGatewayZone', { network: { preset: NetworkPreset.NAT, natGatewayZone: '3' } }],
    ['network.cidr', { network: { cidr: '10.0.0.0/24' } }],
    ['network.zones', { network: { zones: [] } }],
    ['network.zones', { network: { zones: ['1', 'b'] } }],
    ['network.zones', { network: { zones: ['1', '1'] } }],
    ['network.zones', { network: { zones: ['eu-west-1'] } }],
    ['network.zones', { region: 'eu-west-1', network: { zones: ['us-east-1a'] } }],
    ['network.vpcId', { network: { ...VPC, vpcId: 'my-vpc' } }],
    ['network.vpcCidr', { network: { ...VPC, vpcCidr: undefined } }],
    ['network.loadBalancerSubnets', { network: { ...VPC, loadBalancerSubnets: [] } }],
    ['addresses.allocationIds', { addresses: { elastic: true, allocationIds: {} }, clients: { anywhere: true } }],
    [
      'addresses.allocationIds.2',
      { addresses: { allocationIds: { 1: 'eipalloc-0123456789abcdef0' } }, clients: { anywhere: true } },
    ],
    ['addresses.privateIps.3', { addresses: { privateIps: { 1: '10.0.0.5', 2: '10.0.1.5', 3: '10.0.2.5' } } }],
    ['addresses.privateIps.1', { addresses: { privateIps: { 1: '10.0.0.500', 2: '10.0.24.5' } } }],
    ['addresses.privateIps.2', { addresses: { privateIps: { 1: '10.0.8.5', 2: '10.0.8.6' } } }],
    ['addresses.privateIps.1', { addresses: { privateIps: { 1: '10.0.8.3', 2: '10.0.24.5' } } }],
    ['addresses.publicIps', { addresses: { publicIps: { 1: '203.0.113.1' } } }],
    [
      'addresses.publicIps.2',
      {
        addresses: {
          allocationIds: { 1: 'eipalloc-0123456789abcdef0', 2: 'eipalloc-0123456789abcdef1' },
          publicIps: { 1: '203.0.113.1' },
        },
        clients: { anywhere: true },
      },
    ],
    ['loadBalancer.scheme', { addresses: { elastic: true }, loadBalancer: { scheme: Scheme.INTERNAL } }],
    [
      'loadBalancer.scheme',
      {
        addresses: { privateIps: { 1: '10.0.0.5', 2: '10.0.1.5' } },
        loadBalancer: { scheme: Scheme.INTERNET_FACING },
        clients: { anywhere: true },
      },
    ],
    ['loadBalancer.deregistrationDelaySeconds', { loadBalancer: { deregistrationDelaySeconds: 3601 } }],
    ['clients', { loadBalancer: { scheme: Scheme.INTERNET_FACING } }],
    ['clients.anywhere', { clients: { anywhere: true, cidrs: ['10.0.0.0/8'] } }],
    ['clients.cidrs', { clients: { cidrs: ['10.0.0.0'] } }],
    ['clients.prefixLists', { clients: { prefixLists: ['cloudfront'] } }],
    ['rollout.maxHealthyPercent', { rollout: { maxHealthyPercent: 100 } }],
    ['logs.retentionDays', { logs: { retentionDays: 10 } }],
    ['logs.maxBufferSizeMiB', { logs: { mode: LogMode.NON_BLOCKING, maxBufferSizeMiB: 0 } }],
  ];

  test.each(cases)('%s %j', (option, input) => {
    const problems = refused(input);
    expect(problems.map((problem) => problem.subject)).toContain(option);
    for (const { cause, remedy } of problems) {
      expect(cause).not.toBe('');
      expect(remedy).not.toBe('');
    }
  });

  test('a stage is named where it gave the option, and a common option once', () => {
    const options = (input: Input) => refused(input).map(({ subject }) => subject);
    const stages = [{ name: 'dev' }, { name: 'prod', logs: { retentionDays: 2 } }];
    expect(options({ task: { cpu: 300 }, stages })).toEqual(['task.cpu', 'stages[prod].logs.retentionDays']);
    expect(options({ stages: [{ name: 'dev', ports: [{ port: 0 }] }] })).toEqual(['stages[dev].ports[0].port']);
  });

  test('the message holds option, value, cause and remedy, and is the stack', () => {
    const { message, stack } = optionsError(refused({ port: 99999 }));
    expect(stack).toBe(message);
    expect(message).toBe(
      [
        'An option is invalid; no file was written.',
        '',
        '  port: 99999',
        '    cause:  not a whole number from 1 to 65535',
        '    remedy: Give a whole number from 1 to 65535.',
      ].join('\n'),
    );
  });
});
