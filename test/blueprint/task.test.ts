import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Application, Image, Stage } from '../../blueprint/src/template/model';
import type { Resource } from '../../blueprint/test/template/support/repository';
import { healthGateOf, port, serviceOf, stage, ungatedPort, withPorts } from './support/services';
import { type Synthesis, type SynthesisProps, synthesize, theResource } from './support/synthesis';

const ACCOUNT = '111111111111';
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret`;

describe('application', () => {
  test('secrets are references, and the execution role reads exactly these', () => {
    const synthesis = withApplication({
      secrets: {
        COMPLETE: { source: 'secretsmanager', arn: `${SECRET}:api-AbCd12`, jsonField: 'key' },
        PARTIAL: { source: 'secretsmanager', arn: `${SECRET}:database` },
        AMBIGUOUS: { source: 'secretsmanager', arn: `${SECRET}:my-secret` },
        PARAMETER: { source: 'ssm', parameterName: '/udp-service/token' },
      },
    });
    expect(application(synthesis).Secrets).toEqual([
      { Name: 'AMBIGUOUS', ValueFrom: `${SECRET}:my-secret` },
      { Name: 'COMPLETE', ValueFrom: `${SECRET}:api-AbCd12:key::` },
      { Name: 'PARAMETER', ValueFrom: 'arn:aws:ssm:eu-west-1:111111111111:parameter/udp-service/token' },
      { Name: 'PARTIAL', ValueFrom: `${SECRET}:database` },
    ]);
    expect(executionStatements(synthesis).filter(({ Action }) => /secret|ssm/.test(String(Action)))).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: [
          `${SECRET}:api-AbCd12`,
          `${SECRET}:database-??????`,
          `${SECRET}:my-secret`,
          `${SECRET}:my-secret-??????`,
        ],
      },
      {
        Effect: 'Allow',
        Action: 'ssm:GetParameters',
        Resource: 'arn:aws:ssm:eu-west-1:111111111111:parameter/udp-service/token',
      },
    ]);
  });

  test('a secret with a key of its own is decrypted by its store alone', () => {
    const keyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd`;
    const synthesis = withApplication({
      secrets: {
        ELSEWHERE: { source: 'secretsmanager', arn: SECRET.replace('eu-west-1', 'us-east-1'), keyArn },
        PARAMETER: { source: 'ssm', parameterName: '/token', keyArn: 'ssm:/keys/token' },
      },
    });
    expect(executionStatements(synthesis).filter(({ Action }) => Action === 'kms:Decrypt')).toEqual(
      [
        [keyArn, 'secretsmanager.us-east-1.'],
        ['{{resolve:ssm:/keys/token}}', 'ssm.eu-west-1.'],
      ].map(([Resource, store]) => ({
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource,
        Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', [store, { Ref: 'AWS::URLSuffix' }]] } } },
      })),
    );
  });

  test('the execution role of an image that is built here pulls it, writes two logs and does nothing else', () => {
    expect(executionStatements(withApplication({})).map(({ Action }) => Action)).toEqual([
      ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      'ecr:GetAuthorizationToken',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ]);
  });

  test('the task role has the given statements and no other', () => {
    const statements = [
      { effect: 'Allow', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::zones/*'] },
      { effect: 'Deny', actions: ['s3:*'], resources: ['arn:aws:s3:::zones/private/*'] },
    ] as const;
    expect(policyOf(withApplication({ taskRoleStatements: statements }), 'TaskRolesTaskRole')).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::zones/*' },
      { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::zones/private/*' },
    ]);
    expect(policyOf(withApplication({}), 'TaskRolesTaskRole')).toEqual([]);
  });

  test('environment, command, user and stop timeout reach the container', () => {
    const settings = { environment: { B: '2', A: '1' }, command: ['serve'], user: '1000', stopTimeoutSeconds: 90 };
    expect(application(withApplication(settings))).toMatchObject({
      Environment: [
        { Name: 'A', Value: '1' },
        { Name: 'B', Value: '2' },
      ],
      Command: ['serve'],
      User: '1000',
      StopTimeout: 90,
      Essential: true,
    });
  });

  test('writable paths are volumes of their own under a read-only root', () => {
    const synthesis = withApplication({ writablePaths: ['/var/run', '/var-run', '/tmp'] });
    const { MountPoints, ReadonlyRootFilesystem } = application(synthesis);
    expect(ReadonlyRootFilesystem).toBe(true);
    expect(MountPoints).toEqual([
      { ContainerPath: '/tmp', ReadOnly: false, SourceVolume: 'path-tmp' },
      { ContainerPath: '/var-run', ReadOnly: false, SourceVolume: 'path-var_2d_run' },
      { ContainerPath: '/var/run', ReadOnly: false, SourceVolume: 'path-var-run' },
    ]);
    expect(taskDefinition(synthesis).Volumes).toEqual([
      { Name: 'path-tmp' },
      { Name: 'path-var_2d_run' },
      { Name: 'path-var-run' },
    ]);
  });

  test.each([
    ['non-blocking', { mode: 'non-blocking', 'max-buffer-size': '10485760b' }],
    ['blocking', { mode: 'blocking' }],
  ] as const)('%s logs are spelled out, and those of the gate never block', (mode, options) => {
    const synthesis = synthesize(serviceOf(stage({ logs: { retentionDays: 90, mode, maxBufferSizeMiB: 10 } })));
    expect(application(synthesis).LogConfiguration.Options).toMatchObject(options);
    expect('max-buffer-size' in application(synthesis).LogConfiguration.Options).toBe(mode === 'non-blocking');
    expect(gate(synthesis).LogConfiguration.Options).toMatchObject({ mode: 'non-blocking' });
    expect(all(synthesis, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties.RetentionInDays)).toEqual([90, 90]);
  });

  test('exec grants the session and its log, and records it', () => {
    const { application: defaults, task } = stage();
    const synthesis = synthesize(
      serviceOf(stage({ task: { ...task, exec: true }, application: { ...defaults, readonlyRootFilesystem: false } })),
    );
    expect(theResource(synthesis, 'AWS::ECS::Service').Properties.EnableExecuteCommand).toBe(true);
    expect(policyOf(synthesis, 'TaskRolesTaskRole').map(({ Action }) => Action)).toEqual([
      [
        'logs:DescribeLogGroups',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    ]);
    expect(theResource(synthesis, 'AWS::ECS::Cluster').Properties.Configuration.ExecuteCommandConfiguration).toEqual({
      Logging: 'OVERRIDE',
      LogConfiguration: { CloudWatchLogGroupName: { Ref: expect.stringMatching(/^TaskLogsExec/) } },
    });
    expect(application(synthesis).LinuxParameters).toMatchObject({ InitProcessEnabled: true });
  });
});

describe('what the container may do', () => {
  const asset: Image = { source: 'asset', directory: 'app' };
  const of = (overrides: Partial<Application>, dockerfile: string, image: Image = asset) =>
    synthesize(serviceOf(stage({ image, application: { ...stage().application, ...overrides } })), {
      files: { 'app/Dockerfile': dockerfile },
    });

  test('an image that is built here drops every capability and says its user', () => {
    const found = application(of({}, 'FROM a\nUSER 65534:65534\n'));
    expect(found).toMatchObject({ User: '65534:65534', LinuxParameters: { Capabilities: { Drop: ['ALL'] } } });
  });

  test('the user of the options goes before that of the Dockerfile', () => {
    expect(application(of({ user: '7' }, 'FROM a\nUSER 8\n')).User).toBe('7');
  });

  test('an existing image keeps its capabilities and its user until the options say otherwise', () => {
    const image: Image = { source: 'registry', name: 'public.ecr.aws/nginx/nginx' };
    const kept = application(of({ dropCapabilities: undefined }, 'FROM a\nUSER 8\n', image));
    expect([kept.User, kept.LinuxParameters]).toEqual([undefined, undefined]);
    const dropped = application(of({ dropCapabilities: ['NET_RAW', 'MKNOD'] }, '', image));
    expect(dropped.LinuxParameters).toEqual({ Capabilities: { Drop: ['NET_RAW', 'MKNOD'] } });
  });

  test('with ECS Exec it has an init process, too', () => {
    const task = { ...stage().task, exec: true };
    const synthesis = synthesize(
      serviceOf(stage({ task, application: { ...stage().application, readonlyRootFilesystem: false } })),
    );
    expect(application(synthesis).LinuxParameters).toMatchObject({
      InitProcessEnabled: true,
      Capabilities: { Drop: ['ALL'] },
    });
  });

  test('root without capabilities is warned of', () => {
    expect(of({}, 'FROM a\nUSER root\n').messages).toEqual([
      expect.stringContaining('runs as "root" with every Linux capability dropped'),
    ]);
    expect(of({ dropCapabilities: ['NET_RAW'] }, 'FROM a\nUSER root\n').messages).toEqual([]);
  });
});

describe('image', () => {
  const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

  test.each<[string, Image, string, string]>([
    ['a registry by tag', { source: 'registry', name: 'public.ecr.aws/nginx/nginx' }, '1.29', ':1.29'],
    ['a registry by digest', { source: 'registry', name: 'public.ecr.aws/nginx/nginx' }, DIGEST, `@${DIGEST}`],
  ])('from %s', (_source, image, version, suffix) => {
    const synthesis = withImage(image, { imageVersions: { dev: version } });
    expect(application(synthesis).Image).toBe(`public.ecr.aws/nginx/nginx${suffix}`);
    expect(executionStatements(synthesis).map(({ Action }) => Action)).not.toContain('ecr:*');
  });

  test.each<[string, Partial<Image>, string, string]>([
    ['the stage by tag', {}, '2.0', `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/server:2.0`],
    ['the stage by digest', {}, DIGEST, `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/server@${DIGEST}`],
    [
      'another account and region',
      { account: '222222222222', region: 'us-east-1' },
      '2.0',
      '222222222222.dkr.ecr.us-east-1.amazonaws.com/team/server:2.0',
    ],
    [
      'another account',
      { account: '222222222222' },
      '2.0',
      '222222222222.dkr.ecr.eu-west-1.amazonaws.com/team/server:2.0',
    ],
  ])(
    'from an ECR repository of %s: the execution role pulls from it and from no other',
    (_owner, owner, version, name) => {
      const image = { source: 'ecr', repositoryName: 'team/server', ...owner } as Image;
      const synthesis = withImage(
        image,
        { imageVersions: { dev: version } },
        { healthGate: undefined, ports: [ungatedPort('web', 80)] },
      );
      expect(flat(application(synthesis).Image)).toBe(name);
      const [account, , , region] = name.split('.');
      expect(executionStatements(synthesis).slice(0, 2)).toEqual([
        {
          Effect: 'Allow',
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Resource: `arn:aws:ecr:${region}:${account}:repository/team/server`,
        },
        { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      ]);
    },
  );

  test('"latest" is deployed with a warning', () => {
    const { messages } = withImage({ source: 'registry', name: 'nginx' }, { imageVersions: { dev: 'latest' } });
    expect(messages).toEqual([
      expect.stringMatching(/^images\.json: stage "dev" deploys "latest".*Write the tag or digest/),
    ]);
  });

  test('an asset is built for the architecture of the stage', () => {
    const platforms = (architecture: Stage['task']['architecture']) =>
      dockerImages(synthesize(serviceOf(stage({ task: { ...stage().task, architecture } }))));
    expect(platforms('ARM64').map(({ platform }) => platform)).toEqual(['linux/arm64', 'linux/arm64']);
    expect(platforms('X86_64').map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/amd64']);
    expect(platforms('ARM64').map(({ dockerBuildArgs }) => dockerBuildArgs)).toEqual([
      undefined,
      { BASE_IMAGE: healthGateOf(stage()).baseImage },
    ]);
  });
});

describe('health gate', () => {
  test('is confined, and its program is told what to watch', () => {
    const subject = stage(withPorts([port('dns', 53, 'TCP_UDP'), port('syslog', 514)]));
    expect(gate(synthesize(serviceOf(subject)))).toMatchObject({
      Cpu: 32,
      Memory: 64,
      User: '65534:65534',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
      RestartPolicy: { Enabled: true, RestartAttemptPeriod: 60 },
      StopTimeout: 35,
      Environment: [{ Name: 'GATE_CONFIG', Value: JSON.stringify(healthGateOf(subject).config) }],
    });
  });

  test('inline: the program is part of the task definition', () => {
    const inline = withInlineGate('print("gate")\n');
    expect(gate(inline)).toMatchObject({
      Image: healthGateOf(stage()).baseImage,
      EntryPoint: ['python3', '-I', '-S', '-B', '-c'],
      Command: ['print("gate")\n'],
    });
    expect(dockerImages(inline)).toHaveLength(1);
  });

  test('inline: the program of this package has room beside five ports', () => {
    const program = readFileSync(join(__dirname, '..', '..', 'blueprint', 'health', 'gate.py'), 'utf8');
    const ports = [1, 2, 3, 4, 5].map((number) => port(`game-${number}`, 27000 + number));
    const gated = stage(withPorts(ports, { delivery: 'inline' }));
    const synthesis = synthesize(serviceOf(gated), {
      files: { 'health/gate.py': `# Managed.\n${program}` },
    });
    expect(gate(synthesis).Command).toEqual([program]);
  });

  test('inline: a program or a task definition that is too large fails the synthesis', () => {
    expect(() => withInlineGate('#'.repeat(32 * 1024))).not.toThrow();
    expect(() => withInlineGate('#'.repeat(32 * 1024 + 1))).toThrow(
      /^health\/gate\.py: has 32769 bytes.*has room for 32768.*delivery "asset"/s,
    );
    const environment = { LARGE: 'x'.repeat(36 * 1024) };
    expect(() => withInlineGate('#'.repeat(32 * 1024), environment)).toThrow(
      /task definition: has \d+ bytes, but ECS accepts less than 65536.*delivery "asset"/s,
    );
  });

  test('the shared secret of a RADIUS probe is a secret of the gate alone', () => {
    const gated = stage(withPorts([port('radius', 1812)]));
    const { config } = healthGateOf(gated);
    const arn = `${SECRET}:radius-AbCd12`;
    const probe = {
      kind: 'datagram',
      preset: 'radius',
      send: '0c',
      expect: '^02',
      radius: { secret: { source: 'secretsmanager', arn } },
    } as const;
    const checks = config.checks.map((check) => ({ ...check, probe }));
    const synthesis = synthesize(
      serviceOf({ ...gated, healthGate: { ...healthGateOf(gated), config: { ...config, checks } } }),
    );
    expect(gate(synthesis).Secrets).toEqual([{ Name: 'GATE_SECRET_1812', ValueFrom: arn }]);
    expect(application(synthesis).Secrets).toBeUndefined();
  });

  function withInlineGate(program: string, environment: Record<string, string> = {}): Synthesis {
    return synthesize(
      serviceOf(
        stage({
          healthGate: { ...healthGateOf(stage()), delivery: 'inline' },
          application: { ...stage().application, environment },
        }),
      ),
      { files: { 'health/gate.py': program } },
    );
  }
});

describe('service', () => {
  test('a port that serves both transports has one listener, one target group and one mapping', () => {
    const synthesis = synthesize(serviceOf(stage(withPorts([port('dns', 53, 'TCP_UDP')]))));
    expect(theResource(synthesis, 'AWS::ElasticLoadBalancingV2::Listener').Properties).toMatchObject({
      Port: 53,
      Protocol: 'TCP_UDP',
    });
    expect(theResource(synthesis, 'AWS::ElasticLoadBalancingV2::TargetGroup').Properties.Protocol).toBe('TCP_UDP');
    expect(application(synthesis).PortMappings).toEqual([{ ContainerPort: 53, Protocol: 'udp' }]);
  });

  test('target groups have the attributes that UDP takes, and preserve client addresses everywhere', () => {
    const attributes = (subject: Stage) =>
      theResource(synthesize(serviceOf(subject)), 'AWS::ElasticLoadBalancingV2::TargetGroup').Properties
        .TargetGroupAttributes;
    const drain = [
      { Key: 'deregistration_delay.timeout_seconds', Value: '120' },
      { Key: 'deregistration_delay.connection_termination.enabled', Value: 'true' },
    ];
    expect(attributes(stage())).toEqual(drain);
    expect(attributes(stage({ ports: [ungatedPort('web', 80)], healthGate: undefined }))).toEqual(
      expect.arrayContaining([...drain, { Key: 'preserve_client_ip.enabled', Value: 'true' }]),
    );
  });

  test('rolls out as asked', () => {
    const rollout = {
      minHealthyPercent: 0,
      maxHealthyPercent: 100,
      circuitBreaker: false,
      healthCheckGracePeriodSeconds: 30,
    };
    expect(theResource(synthesize(serviceOf(stage({ rollout }))), 'AWS::ECS::Service').Properties).toMatchObject({
      AvailabilityZoneRebalancing: 'DISABLED',
      DeploymentConfiguration: { MinimumHealthyPercent: 0, MaximumPercent: 100 },
      HealthCheckGracePeriodSeconds: 30,
    });
    expect(theResource(synthesize(serviceOf(stage())), 'AWS::ECS::Service').Properties).toMatchObject({
      AvailabilityZoneRebalancing: 'ENABLED',
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      PropagateTags: 'SERVICE',
    });
  });

  test('starts after its listeners and after its roles have their permissions', () => {
    const { DependsOn } = theResource(withApplication({}), 'AWS::ECS::Service') as Resource & { DependsOn: string[] };
    expect(DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^LoadBalancerNlbListener/),
        expect.stringMatching(/^TaskRolesExecutionRoleDefaultPolicy/),
      ]),
    );
  });
});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

function withApplication(settings: Partial<Application>): Synthesis {
  const application = { ...stage().application, ...settings };
  return synthesize(serviceOf(stage({ account: ACCOUNT, region: 'eu-west-1', application })));
}

function withImage(image: Image, props: SynthesisProps, overrides: Partial<Stage> = {}): Synthesis {
  return synthesize(serviceOf(stage({ account: ACCOUNT, region: 'eu-west-1', image, ...overrides })), props);
}

function taskDefinition(synthesis: Synthesis): Resource['Properties'] {
  return theResource(synthesis, 'AWS::ECS::TaskDefinition').Properties;
}

function application(synthesis: Synthesis): Resource['Properties'] {
  return taskDefinition(synthesis).ContainerDefinitions[0];
}

function gate(synthesis: Synthesis): Resource['Properties'] {
  return taskDefinition(synthesis).ContainerDefinitions[1];
}

function all({ templates }: Synthesis, type: string): Resource[] {
  return Object.values(templates)
    .flatMap((template) => Object.values(template.Resources))
    .filter((resource) => resource.Type === type);
}

function policyOf(synthesis: Synthesis, role: string): Statement[] {
  const policies = all(synthesis, 'AWS::IAM::Policy').filter(({ Properties }) =>
    Properties.Roles[0].Ref.startsWith(role),
  );
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

function executionStatements(synthesis: Synthesis): Statement[] {
  return policyOf(synthesis, 'TaskRolesExecutionRole');
}

/** What the assembly builds. */
function dockerImages({ assembly }: Synthesis): { platform: string; dockerBuildArgs?: object }[] {
  const manifest = JSON.parse(readFileSync(join(assembly.directory, 'dev-service.assets.json'), 'utf8'));
  return Object.values<{ source: { platform: string } }>(manifest.dockerImages).map(({ source }) => source);
}

/** An image name whose URL suffix CloudFormation fills in. */
function flat(image: { 'Fn::Join': [string, (string | object)[]] }): string {
  return image['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'amazonaws.com')).join('');
}
