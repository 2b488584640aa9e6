import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cdkCli, EmulatedAws } from '../support/emulated-aws';
import { FastAws } from '../support/fast-aws';
import {
  type CreatedRepository,
  cleanEnv,
  completeLockfile,
  copyRepository,
  gitStatus,
  mustRunIn,
  packedSpec,
  projenNew,
} from '../support/packed';
import { mustRun, run } from '../support/run';
import { describeWith } from '../support/tools';
import { lintWorkflow } from '../support/workflow-lint';

/** One repository, made by `npx projen@latest new` without any option, for all tests of this file in their order. */
let repository: CreatedRepository;
const inRepository = (...path: string[]) => join(repository.dir, ...path);
const read = (...path: string[]) => readFileSync(inRepository(...path), 'utf8');
const committed = async (dir: string) => (await mustRunIn(dir, 'git', ['ls-files'])).stdout.trim().split('\n');

jest.setTimeout(60_000); // a call of the AWS SDK starts Python

beforeAll(async () => {
  repository = await projenNew();
}, 400_000);

describe('projen new without an option, by the newest projen', () => {
  test('ends well, with the steps to production as the last words', () => {
    const { code, output } = repository.result;
    expect(code === 0 ? '' : output).toBe('');
    const steps = output.slice(output.indexOf('Next steps')).trim().split('\n').slice(1);
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.map((line) => line.trim().slice(0, 2))).toEqual(steps.map((_, index) => `${index + 1}.`));
  });

  test('is made by the command of the README', async () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const [, command] = /^ {4}(npx .* new --from .*)$/m.exec(readme) ?? [];
    expect(command?.replace('projen-udp-service@file:/path/to/projen-udp-service.tgz', await packedSpec())).toBe(
      repository.command,
    );
  });

  test('is named after its folder and depends on the package', () => {
    expect(read('.projenrc.ts')).toContain("name: 'my-service'");
    const manifest = JSON.parse(read('package.json'));
    expect(manifest).toMatchObject({ name: 'my-service', private: true });
    expect(manifest.devDependencies['projen-udp-service']).toMatch(/^file:.*\.tgz$/);
    expect(read('.projenrc.ts')).toContain('projen-udp-service@file:');
  });

  test('is committed as a whole, snapshots included', async () => {
    expect(await gitStatus(repository.dir)).toBe('');
    expect(await committed(repository.dir)).toEqual(
      expect.arrayContaining([expect.stringMatching(/\.snap$/), 'package-lock.json']),
    );
  });

  test('builds green and leaves nothing to commit', async () => {
    await mustRunIn(repository.dir, 'npm', ['run', 'build']);
    expect(await gitStatus(repository.dir)).toBe('');
  }, 300_000);

  test('changes nothing by a second npx projen', async () => {
    await mustRunIn(repository.dir, 'npx', ['projen']);
    expect(await gitStatus(repository.dir)).toBe('');
  }, 120_000);

  test('upgrades where an installation that was ended in the middle has taken the command away', async () => {
    const copy = await copyRepository(repository.dir);
    await completeLockfile(copy);
    await mustRunIn(copy, 'git', ['commit', '--quiet', '--all', '--allow-empty', '--message', 'Complete the lockfile']);
    for (const path of ['.bin/udp-service', 'projen-udp-service']) {
      rmSync(join(copy, 'node_modules', path), { recursive: true });
    }
    const { output } = await mustRunIn(copy, 'npx', ['projen', 'upgrade', '--help']);
    expect(output).toContain('--abort');
    expect(await gitStatus(copy)).toBe('');
    rmSync(copy, { recursive: true, force: true });
  }, 120_000);

  test('has a CDK CLI 2.x of its own', async () => {
    expect((await mustRunIn(repository.dir, process.execPath, [cdkCli(repository.dir), '--version'])).stdout).toMatch(
      /^2\./,
    );
  }, 60_000);

  test('imports this package from .projenrc.ts alone, and carries no way into the machine that made it', async () => {
    const naming = /^(\.projenrc\.ts|package(-lock)?\.json|\.projen\/.*|\.udp-service\/manifest\.json)$/;
    const mine = (await committed(repository.dir)).filter((path) => !naming.test(path));
    const importing = mine.filter((path) => /from '(projen|projen-udp-service)/.test(read(path)));
    expect(importing).toEqual([]);
    expect(mine.filter((path) => read(path).includes(tmpdir()))).toEqual([]);
  });

  test('runs on a workstation: the application, the gate with the environment of the task, and probes', async () => {
    const { output } = await mustRunIn(repository.dir, 'npx', ['projen', 'local', '--for', '10']);
    expect(output).toMatch(/port 1234 .*health: ok .*client: /);
  }, 120_000);

  test('a changed snapshot fails in CI and names the remedy', async () => {
    const copy = await copyRepository(repository.dir);
    const snapshot = join(copy, 'test/template/__snapshots__/stages.test.ts.snap');
    writeFileSync(snapshot, readFileSync(snapshot, 'utf8').replace('"UDP"', '"TCP"'));
    const failed = await run('npx', ['projen', 'test'], { cwd: copy, env: cleanEnv({ CI: 'true' }), timeout: 200_000 });
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain('the script `test:update` of package.json');
    rmSync(copy, { recursive: true, force: true });
  }, 240_000);
});

describeWith(['shellcheck'], 'its workflows', () => {
  test('pass every check', async () => {
    const files = await committed(repository.dir);
    const tasks = Object.keys(JSON.parse(read('.projen/tasks.json')).tasks);
    const workflows = files.filter((path) => path.startsWith('.github/workflows/'));
    expect(workflows.length).toBeGreaterThanOrEqual(2);
    for (const path of workflows) {
      expect(await lintWorkflow(path, read(path), { files, tasks })).toEqual([]);
    }
  }, 60_000);
});

describeWith(['cfn-lint'], 'its templates', () => {
  test('pass cfn-lint', async () => {
    const templates = readdirSync(inRepository('cdk.out')).filter((name) => name.endsWith('.template.json'));
    expect(templates.length).toBeGreaterThanOrEqual(2);
    await mustRun('cfn-lint', templates, { cwd: inRepository('cdk.out') });
  }, 120_000);
});

describeWith(['moto'], 'deployed to the emulated AWS', () => {
  const TARGET = { account: '111111111111', region: 'eu-west-1' };
  let aws: EmulatedAws;
  let fast: FastAws;

  beforeAll(async () => {
    [aws, fast] = await Promise.all([EmulatedAws.start(), FastAws.start()]);
    await aws.bootstrap(TARGET);
  }, 240_000);
  afterAll(async () => {
    await aws?.stop();
    fast?.stop();
  });

  test('by npx projen deploy:dev, twice', async () => {
    const env = cleanEnv(aws.env(await aws.assumeAccount(TARGET.account), TARGET.region));
    const credentials = { ...env, PATH: [...fast.path, env.PATH].join(delimiter) };
    const deploy = () =>
      mustRun('npx', ['projen', 'deploy:dev', '--require-approval', 'never', '--no-notices'], {
        cwd: repository.dir,
        env: credentials,
        timeout: 200_000,
      });
    expect((await deploy()).output).toContain('dev-service');
    expect((await deploy()).output).toContain('(no changes)');
    const pushed = aws.dockerCalls().filter((call) => call.startsWith('push'));
    expect(new Set(pushed).size).toBe(2); // the application and the gate
    expect(await gitStatus(repository.dir)).toBe('');
  }, 400_000);

  test('the AWS SDK sees a UDP listener and a target group checked on the port of the gate', async () => {
    const see = <T>(operation: string, args = {}) => aws.call<T>(TARGET, 'elbv2', operation, args);
    const { LoadBalancers } = await see<{ LoadBalancers: Record<string, unknown>[] }>('describe_load_balancers');
    expect(LoadBalancers).toMatchObject([{ Type: 'network', Scheme: 'internal' }]);
    expect(await see('describe_listeners', { LoadBalancerArn: LoadBalancers[0].LoadBalancerArn })).toMatchObject({
      Listeners: [{ Protocol: 'UDP', Port: 1234 }],
    });
    const { TargetGroups } = await see<{ TargetGroups: Record<string, unknown>[] }>('describe_target_groups');
    expect(TargetGroups).toMatchObject([
      {
        Protocol: 'UDP',
        Port: 1234,
        TargetType: 'ip',
        HealthCheckProtocol: 'HTTP',
        HealthCheckPort: '8080',
        HealthCheckPath: '/health/1234',
        HealthCheckIntervalSeconds: 10,
        HealthCheckTimeoutSeconds: 5,
      },
    ]);
    const { Attributes } = await see<{ Attributes: { Key: string; Value: string }[] }>(
      'describe_target_group_attributes',
      {
        TargetGroupArn: TargetGroups[0].TargetGroupArn,
      },
    );
    expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '120' });
  });

  test('the AWS SDK sees a udp port mapping behind the listener', async () => {
    const see = <T>(operation: string, args = {}) => aws.call<T>(TARGET, 'ecs', operation, args);
    const { clusterArns } = await see<{ clusterArns: string[] }>('list_clusters');
    const { serviceArns } = await see<{ serviceArns: string[] }>('list_services', { cluster: clusterArns[0] });
    const { services } = await see<{ services: Record<string, unknown>[] }>('describe_services', {
      cluster: clusterArns[0],
      services: serviceArns,
    });
    expect(services).toMatchObject([
      {
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
        loadBalancers: [{ containerPort: 1234 }],
      },
    ]);
    const { taskDefinition } = await see<{ taskDefinition: { containerDefinitions: Record<string, unknown>[] } }>(
      'describe_task_definition',
      {
        taskDefinition: services[0].taskDefinition,
      },
    );
    const [balanced] = services[0].loadBalancers as { containerName: string }[];
    const container = taskDefinition.containerDefinitions.find(({ name }) => name === balanced.containerName);
    expect(container).toMatchObject({
      portMappings: [{ containerPort: 1234, protocol: 'udp' }],
      readonlyRootFilesystem: true,
    });
  });

  test('the AWS SDK sees a task group that admits only the group of the load balancer', async () => {
    interface Permission {
      readonly IpProtocol: string;
      readonly FromPort: number;
      readonly IpRanges: readonly unknown[];
      readonly UserIdGroupPairs: readonly { readonly GroupId: string }[];
    }
    interface Group {
      readonly GroupId: string;
      readonly IpPermissions: readonly Permission[];
    }
    const { LoadBalancers } = await aws.call<{ LoadBalancers: { SecurityGroups: string[] }[] }>(
      TARGET,
      'elbv2',
      'describe_load_balancers',
    );
    const { services } = await onlyService();
    const { SecurityGroups } = await aws.call<{ SecurityGroups: Group[] }>(TARGET, 'ec2', 'describe_security_groups', {
      GroupIds: services[0].networkConfiguration.awsvpcConfiguration.securityGroups,
    });
    const [balancerGroup] = LoadBalancers[0].SecurityGroups;
    const rules = SecurityGroups.flatMap((group) => group.IpPermissions);
    expect(rules.map(({ IpProtocol, FromPort }) => `${IpProtocol} ${FromPort}`).sort()).toEqual([
      'tcp 8080',
      'udp 1234',
    ]);
    for (const rule of rules) {
      expect(rule.IpRanges).toEqual([]);
      expect(rule.UserIdGroupPairs.map(({ GroupId }) => GroupId)).toEqual([balancerGroup]);
    }
  });

  async function onlyService() {
    const { clusterArns } = await aws.call<{ clusterArns: string[] }>(TARGET, 'ecs', 'list_clusters');
    const cluster = clusterArns[0];
    const { serviceArns } = await aws.call<{ serviceArns: string[] }>(TARGET, 'ecs', 'list_services', { cluster });
    return aws.call<{ services: { networkConfiguration: { awsvpcConfiguration: { securityGroups: string[] } } }[] }>(
      TARGET,
      'ecs',
      'describe_services',
      { cluster, services: serviceArns },
    );
  }
});
