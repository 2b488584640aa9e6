import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Upgrades } from '../../src';
import { ADDRESSES, DeliveringRepository, PROD, TASK_ADDRESS, TEST } from '../support/delivering-repository';
import type { AwsTarget } from '../support/emulated-aws';
import { type Hostile, hostileTexts } from '../support/hostile';
import { synthesize } from '../support/synthesized';
import { describeWith } from '../support/tools';
import type { JobRecord, RunWorkflowOptions, WorkflowRecord } from '../support/workflow-runner';

jest.setTimeout(400_000);

describeWith(['moto', 'aws', 'jq'], 'the workflows of a repository, really executed', () => {
  let repository: DeliveringRepository;
  let hostile: Hostile;

  beforeAll(async () => {
    repository = await DeliveringRepository.create();
    hostile = hostileTexts(repository.temporary);
  }, 600_000);

  afterAll(() => repository?.remove());

  const results = ({ jobs }: WorkflowRecord) =>
    Object.fromEntries(Object.values(jobs).map(({ id, result }) => [id, result]));
  const failing = ({ steps }: JobRecord) => steps.filter(({ outcome }) => outcome === 'failure').map(({ id }) => id);

  /** CPU units of the task definition that the service of a stage runs. */
  async function cpuOf(target: AwsTarget, stage: string): Promise<string> {
    const { taskDefinition } = await repository.aws.call<{ taskDefinition: { cpu: string } }>(
      target,
      'ecs',
      'describe_task_definition',
      { taskDefinition: `my-service-${stage}` },
    );
    return taskDefinition.cpu;
  }

  let first: string;
  let firstCommit: string;

  test('build: green for a pull request, with nothing to write', async () => {
    const record = await repository.run('build', { event: 'pull_request' });
    expect(record.result === 'success' ? '' : record.log).toBe('');
  });

  test('deploy: built once, brought to two accounts, asked at every address, kept', async () => {
    const record = await repository.run('deploy');
    expect(record.result === 'success' ? '' : record.log).toBe('');
    expect(results(record)).toEqual({
      synth: 'success',
      'images-arm64': 'success',
      'deploy-test': 'success',
      'deploy-prod': 'success',
    });
    first = String(record.runId);
    firstCommit = await repository.git('rev-parse', 'HEAD');
    const { 'deploy-prod': prod } = record.jobs;
    expect(prod).toMatchObject({
      environment: { name: 'prod', deployment: true },
      concurrency: { group: 'deploy-prod', cancelInProgress: false },
      permissions: { contents: 'read', 'id-token': 'write' },
    });
    expect(prod.summary).toContain('### prod: ready to be deployed');
    expect(prod.summary).toMatch(/\| LoadBalancerDnsName \| `.*eu-central-1\.elb\.amazonaws\.com` \|/);
    for (const address of ADDRESSES) expect(prod.summary).toMatch(answered(address, 'echo'));
    const elastic = await elasticAddresses(TEST);
    expect(elastic.length).toBeGreaterThan(1);
    for (const address of elastic) expect(record.jobs['deploy-test'].summary).toMatch(answered(address, 'tcp'));
    // one build for two accounts
    expect(repository.aws.dockerCalls().filter((call) => call.startsWith('build'))).toHaveLength(2);
    expect(await imageIds(TEST)).toEqual(await imageIds(PROD));
    const kept = repository.site.state.artifacts.filter(({ name }) => name.startsWith('deployed-'));
    expect(kept.map(({ name }) => name)).toEqual(['deployed-test', 'deployed-prod']);
  });

  /** The row of an address that has answered in the summary of a smoke test. */
  const answered = (address: string, asked: string) => new RegExp(`\\| ${address} \\| .*${asked}.* \\| ok \\|`);

  /** Addresses of the account that its internet-facing load balancer has, one a zone. */
  async function elasticAddresses(target: AwsTarget): Promise<string[]> {
    const { LoadBalancers } = await repository.aws.call<{
      LoadBalancers: {
        LoadBalancerArn: string;
        Scheme: string;
        AvailabilityZones: { LoadBalancerAddresses: { AllocationId: string }[] }[];
      }[];
    }>(target, 'elbv2', 'describe_load_balancers');
    expect(LoadBalancers).toMatchObject([{ Scheme: 'internet-facing' }]);
    const [{ LoadBalancerArn }] = LoadBalancers;
    expect(await repository.aws.call(target, 'elbv2', 'describe_listeners', { LoadBalancerArn })).toMatchObject({
      Listeners: [{ Protocol: 'TCP_UDP', Port: repository.port }],
    });
    const { Addresses } = await repository.aws.call<{ Addresses: { AllocationId: string; PublicIp: string }[] }>(
      target,
      'ec2',
      'describe_addresses',
    );
    const publicIps = new Map(Addresses.map(({ AllocationId, PublicIp }) => [AllocationId, PublicIp]));
    return LoadBalancers[0].AvailabilityZones.flatMap(({ LoadBalancerAddresses }) =>
      LoadBalancerAddresses.map(({ AllocationId }) => publicIps.get(AllocationId) ?? 'none'),
    );
  }

  /** IDs of the images in the registry of an account. */
  async function imageIds({ account, region }: AwsTarget): Promise<string[]> {
    const repositoryName = `cdk-hnb659fds-container-assets-${account}-${region}`;
    const ecr = <T>(operation: string, args = {}) =>
      repository.aws.call<T>({ account, region }, 'ecr', operation, { repositoryName, ...args });
    const { imageIds: all } = await ecr<{ imageIds: object[] }>('list_images');
    const { images } = await ecr<{ images: { imageManifest: string }[] }>('batch_get_image', { imageIds: all });
    return images.map(({ imageManifest }) => JSON.parse(imageManifest).config.digest as string).sort();
  }

  test('diff: one comment for a pull request, kept up to date, and the verdict as exit code', async () => {
    await repository.pullRequest(`port: ${repository.port},`, `port: ${repository.port}, name: 'renamed',`);
    const pull = (fork: boolean): Partial<RunWorkflowOptions> => ({
      event: 'pull_request',
      ref: 'merged',
      fork,
      payload: pullRequestPayload(fork ? 'somebody/fork' : 'octo-org/my-service'),
      github: { ref: 'refs/pull/7/merge', ref_name: '7/merge', head_ref: hostile.name, actor: 'somebody' },
    });
    const record = await repository.run('diff', pull(false));
    expect(results(record)).toEqual({
      impact: 'failure',
      'impact-test': 'success',
      'impact-prod': 'success',
      comment: 'success',
    });
    expect(repository.site.state.comments).toHaveLength(1);
    const [{ body }] = repository.site.state.comments;
    expect(body).toMatch(/^### Impact: replaces/);
    expect(body).toMatch(/\| `test` \| replaces: .* \| \*\*\d+\*\* \|/);
    expect(body).toContain('deployed prod');
    expect(record.jobs.impact.summary).toContain('### Impact: replaces');
    expect(record.jobs.comment.permissions).toEqual({ 'pull-requests': 'write' });

    const again = await repository.run('diff', pull(false));
    expect(repository.site.state.comments.map(({ id }) => id)).toEqual([1]);
    expect(again.jobs.comment.result).toBe('success');

    const forked = await repository.run('diff', pull(true));
    expect(results(forked)).toMatchObject({ impact: 'failure', 'impact-test': 'skipped', comment: 'skipped' });
    expect(forked.jobs.impact.summary).toContain('### Impact: replaces');
  });

  /** What GitHub tells of a pull request whose author has chosen every name in it. */
  function pullRequestPayload(fullName: string, head: object = {}) {
    const { name, text } = hostile;
    const labels = [{ name: text }];
    return {
      pull_request: {
        number: 7,
        title: text,
        body: text,
        labels,
        head: { ref: name, repo: { full_name: fullName }, ...head },
      },
    };
  }

  test('deploy that fails: the cause before the log, and nothing behind it is deployed', async () => {
    await repository.change(
      'task: { cpu: 256 }',
      'task: { cpu: 512, memoryLimitMiB: 1024 }',
      'Use more of a processor',
    );
    await repository.push();
    const stack = 'my-service-test-service';
    const reason = 'Error occurred during operation ECS Deployment Circuit Breaker was triggered';
    await repository.aws.failNextDeployment(TEST, stack, await logicalId(TEST, stack, 'AWS::ECS::Service'), reason);
    await repository.aws.say(TEST, 'tasks', stack, [
      {
        taskArn: `arn:aws:ecs:${TEST.region}:${TEST.account}:task/cluster/0123`,
        lastStatus: 'STOPPED',
        stoppedAt: '2026-11-24T10:00:00Z',
        stoppedReason: 'Task failed to start',
        containers: [
          {
            name: 'app',
            reason:
              "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'",
          },
        ],
      },
    ]);
    await repository.aws.say(TEST, 'targets', stack, [
      {
        Target: { Id: TASK_ADDRESS, Port: repository.port, AvailabilityZone: 'eu-west-1a' },
        TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout' },
      },
    ]);
    await logGate(stack);

    const record = await repository.run('deploy');
    expect(results(record)).toMatchObject({ 'deploy-test': 'failure', 'deploy-prod': 'skipped' });
    const { 'deploy-test': job } = record.jobs;
    expect(failing(job)).toEqual(['deploy']);
    const { summary } = job;
    for (const text of [
      '### test: my-service-test-service could not be deployed',
      '**Cause**: The image is not built for the architecture that the tasks run on.',
      '[P3](',
      `(AWS::ECS::Service) UPDATE_FAILED: ${reason}`,
      'Task failed to start',
      '→ down (timeout)',
      '| eu-west-1a |',
      '<summary>End of the log</summary>',
    ]) {
      expect(summary).toContain(text);
    }
    expect(summary.indexOf('**Cause**')).toBeLessThan(summary.indexOf('End of the log'));
    expect(await cpuOf(PROD, 'prod')).toBe('256');
    await repository.aws.say(TEST, 'tasks', stack, []);
    await repository.aws.say(TEST, 'targets', stack, []);

    const repaired = await repository.run('deploy');
    expect(repaired.result === 'success' ? '' : repaired.log).toBe('');
    expect([await cpuOf(TEST, 'test'), await cpuOf(PROD, 'prod')]).toEqual(['512', '512']);
  });

  async function logicalId(target: AwsTarget, stack: string, type: string): Promise<string> {
    const { StackResourceSummaries } = await repository.aws.call<{
      StackResourceSummaries: { ResourceType: string; LogicalResourceId: string }[];
    }>(target, 'cloudformation', 'list_stack_resources', { StackName: stack });
    return StackResourceSummaries.find(({ ResourceType }) => ResourceType === type)?.LogicalResourceId ?? '';
  }

  /** What the health gate of a task of the failing deployment wrote. */
  async function logGate(stack: string): Promise<void> {
    const { logGroups } = await repository.aws.call<{ logGroups: { logGroupName: string }[] }>(
      TEST,
      'logs',
      'describe_log_groups',
    );
    const logGroupName = logGroups
      .map((group) => group.logGroupName)
      .find((name) => name.startsWith(stack) && name.includes('HealthGate'));
    const logStreamName = 'health-gate/health-gate/0123';
    const message = JSON.stringify({
      event: 'state',
      name: String(repository.port),
      before: 'up',
      state: 'down',
      reason: 'timeout',
    });
    await repository.aws.call(TEST, 'logs', 'create_log_stream', { logGroupName, logStreamName });
    await repository.aws.call(TEST, 'logs', 'put_log_events', {
      logGroupName,
      logStreamName,
      logEvents: [{ timestamp: Date.now(), message }],
    });
  }

  test('deploy that is stopped: what would be lost, what cannot work, who does not answer', async () => {
    repository.silence(ADDRESSES.slice(0, 1));
    const unanswered = await repository.dispatch('deploy', { stage: 'prod' });
    expect(results(unanswered)).toMatchObject({ 'deploy-test': 'skipped', 'deploy-prod': 'failure' });
    expect(failing(unanswered.jobs['deploy-prod'])).toEqual(['smoke_test']);
    expect(unanswered.jobs['deploy-prod'].summary).toContain('### prod: smoke test failed at 1 of 2 addresses');
    expect(unanswered.jobs['deploy-prod'].summary).toMatch(
      new RegExp(`\\| ${ADDRESSES[0]} \\| eu-central-1a \\| .* \\| \\*\\*refused\\*\\* \\|`),
    );
    await repository.serve(ADDRESSES.slice(0, 1));

    const role = {
      RoleName: 'deploy',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    };
    await repository.aws.call(PROD, 'iam', 'create_role', role);
    const refused = await repository.dispatch('deploy', { stage: 'prod' });
    expect(failing(refused.jobs['deploy-prod'])).toEqual(['credentials']);
    expect(refused.jobs['deploy-prod'].summary).toMatch(
      /prod: this job cannot assume .*:role\/deploy\. Its trust policy has to admit .* environment:prod,/,
    );
    await repository.aws.call(PROD, 'iam', 'delete_role', { RoleName: 'deploy' });

    const parameter = '/cdk-bootstrap/hnb659fds/version';
    await repository.aws.call(PROD, 'ssm', 'delete_parameter', { Name: parameter });
    const unready = await repository.dispatch('deploy', { stage: 'prod' });
    expect(failing(unready.jobs['deploy-prod'])).toEqual(['precheck']);
    expect(unready.jobs['deploy-prod'].summary).toContain('npx cdk bootstrap aws://222222222222/eu-central-1');
    await repository.aws.call(PROD, 'ssm', 'put_parameter', { Name: parameter, Value: '33', Type: 'String' });
  });

  test('deploy that would lose something: nothing is touched, and the summary says what to acknowledge', async () => {
    const before = await repository.git('rev-parse', 'HEAD');
    await repository.change(
      `port: ${repository.port},`,
      `port: ${repository.port}, name: 'renamed',`,
      'Rename the port',
    );
    await repository.push();
    const stopped = await repository.run('deploy');
    expect(results(stopped)).toMatchObject({ 'deploy-test': 'failure', 'deploy-prod': 'skipped' });
    expect(failing(stopped.jobs['deploy-test'])).toEqual(['deploy']);
    expect(stopped.jobs['deploy-test'].summary).toContain('### test: stopped before anything was changed');
    expect(stopped.jobs['deploy-test'].summary).toMatch(/replaces[\s\S]*[0-9a-f]{16}/);
    await repository.git('reset', '--quiet', '--hard', before);
    await repository.push();
  });

  test('rollback: the newest deployment that differs from what runs, without commit and synthesis', async () => {
    const record = await repository.dispatch('rollback', { stage: 'prod' });
    expect(record.result === 'success' ? '' : record.log).toBe('');
    expect(record.jobs['rollback-test'].result).toBe('skipped');
    const { 'rollback-prod': job } = record.jobs;
    expect(job).toMatchObject({
      environment: { name: 'prod' },
      concurrency: { group: 'deploy-prod' },
      permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
    });
    // what is approved stands in the summary of a job that has no credentials and is over by then
    const { 'choose-prod': shown } = record.jobs;
    expect(shown).toMatchObject({ permissions: { contents: 'read', actions: 'read' }, environment: undefined });
    expect(Object.keys(shown.permissions ?? {})).toHaveLength(2);
    expect(shown.outputs).toMatchObject({ run: first, commit: firstCommit });
    for (const text of [`goes back to run ${first}`, firstCommit, 'Serve in two stages', 'minute']) {
      expect(shown.summary).toContain(text);
    }
    expect(job.summary).toContain(`goes back to run ${first}`);
    expect(job.summary).toMatch(/recorded by run \d+, attempt 1/);
    expect(job.summary).toContain('prod: smoke test passed');
    expect([await cpuOf(TEST, 'test'), await cpuOf(PROD, 'prod')]).toEqual(['512', '256']);
    expect(job.steps.map(({ id }) => id)).not.toContain('synth');
    // and it can be brought back itself
    expect(repository.site.state.artifacts.filter(({ name }) => name === 'deployed-prod').at(-1)?.workflow_run.id).toBe(
      record.runId,
    );
  });

  test('deploy: a re-run of an old run is refused before anything is changed', async () => {
    const rerun = await repository.run('deploy', { ref: firstCommit, github: { run_attempt: '2' } });
    expect(results(rerun)).toMatchObject({ 'deploy-test': 'failure', 'deploy-prod': 'skipped' });
    expect(failing(rerun.jobs['deploy-test'])).toEqual(['begin']);
    expect(rerun.log).toMatch(
      new RegExp(
        `stage test: commit ${firstCommit.slice(0, 7)} is not deployed over commit [0-9a-f]{7}, which run \\d+ deployed last: it is older\\. To go back, use the workflow rollback`,
      ),
    );
    expect(await cpuOf(TEST, 'test')).toBe('512');
  });

  test('rollback: a tar that was exchanged after its deployment is not deployed', async () => {
    const kept = repository.site.keptFile(Number(first), 'deployed-test', 'cdk.out.tgz');
    const before = readFileSync(kept);
    writeFileSync(kept, gzipSync(gunzipSync(before), { level: 1 }));
    const exchanged = await repository.dispatch('rollback', { stage: 'test', to: first });
    expect(results(exchanged)).toMatchObject({ 'choose-test': 'success', 'rollback-test': 'failure' });
    expect(failing(exchanged.jobs['rollback-test'])).toEqual(['fetch']);
    expect(exchanged.log).toContain('the artifact was exchanged, or a later attempt did not end well');
    writeFileSync(kept, before);
  });

  test('hostile names of branches, tags and pull requests, and hostile inputs, are text everywhere', async () => {
    const { name, text } = hostile;
    for (const kind of ['branch', 'tag']) await repository.git(kind, name);
    await repository.git('push', '--quiet', 'origin', `refs/heads/${name}`, `refs/tags/${name}`);
    const tag = { ref: `refs/tags/${name}`, ref_name: name, ref_type: 'tag', actor: 'somebody' };
    const byHand = (workflow: string, inputs: Record<string, string>) =>
      repository.run(workflow, { event: 'workflow_dispatch', ref: name, github: tag, inputs });

    expect(failing((await byHand('rollback', { stage: 'test', to: text })).jobs['choose-test'])).toEqual(['choose']);
    const acknowledged = await byHand('rollback', { stage: 'test', to: first, acknowledge: text });
    expect(failing(acknowledged.jobs['rollback-test'])).toEqual(['deploy']);
    expect(acknowledged.log).toContain('is no fingerprint');
    const deployed = await byHand('deploy', { stage: 'test' });
    expect(deployed.result === 'success' ? '' : deployed.log).toBe('');
    const upgraded = await byHand('upgrade', { kind: 'template', to: text });
    expect(upgraded.jobs.upgrade.steps.find(({ id }) => id === 'upgrade')?.output).toContain('upgrade blocked');
    expect(repository.site.state.issues).toMatchObject([{ labels: ['udp-service-upgrade'], state: 'OPEN' }]);

    const head = await repository.git('rev-parse', 'HEAD');
    const renovate = { ref: `renovate/${name}`, sha: head };
    const completing = synthesize({ name: 'my-service', upgrades: Upgrades.RENOVATE });
    const completed = await repository.run('complete-upgrade', {
      source: String(completing['.github/workflows/complete-upgrade.yml']),
      event: 'pull_request',
      payload: pullRequestPayload('octo-org/my-service', renovate),
      github: { head_ref: renovate.ref, base_ref: name },
    });
    expect(completed.jobs.complete.result).not.toBe('skipped');
    const committed = await repository.run('commit-upgrade', {
      source: String(completing['.github/workflows/commit-upgrade.yml']),
      event: 'workflow_run',
      payload: {
        workflow_run: {
          id: completed.runId,
          event: 'pull_request',
          path: '.github/workflows/complete-upgrade.yml',
          conclusion: 'failure',
          head_branch: renovate.ref,
          head_sha: head,
          head_repository: { full_name: 'octo-org/my-service' },
        },
      },
    });
    expect(committed.jobs.propose.result).not.toBe('skipped');
    expect(hostile.wasRun()).toBe(false);
  });

  test('rollback that cannot be: no such deployment, or its images are gone', async () => {
    const unknown = await repository.dispatch('rollback', { stage: 'test', to: 'abcdef0123' });
    expect(failing(unknown.jobs['choose-test'])).toEqual(['choose']);
    expect(unknown.jobs['rollback-test'].result).toBe('skipped');
    expect(unknown.log).toContain('no deployment of abcdef0123 is kept');
    const repositoryName = `cdk-hnb659fds-container-assets-${TEST.account}-${TEST.region}`;
    const { imageIds: images } = await repository.aws.call<{ imageIds: object[] }>(TEST, 'ecr', 'list_images', {
      repositoryName,
    });
    await repository.aws.call(TEST, 'ecr', 'batch_delete_image', { repositoryName, imageIds: images });
    const gone = await repository.dispatch('rollback', { stage: 'test', to: first });
    expect(failing(gone.jobs['rollback-test'])).toEqual(['precheck']);
    expect(gone.jobs['rollback-test'].summary).toContain('is not in the registry any more');
    expect(await cpuOf(TEST, 'test')).toBe('512');
  });

  test('drift: an issue is opened, brought up to date and closed', async () => {
    const issues = () => repository.site.state.issues.filter(({ title }) => title === 'Drift of my-service');
    const drifted = (property: string) => ({
      LogicalResourceId: 'LoadBalancerNlb0CEC888C',
      PhysicalResourceId: 'nlb',
      ResourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      StackResourceDriftStatus: 'MODIFIED',
      ExpectedProperties: '{}',
      ActualProperties: '{}',
      PropertyDifferences: [
        { PropertyPath: property, ExpectedValue: 'true', ActualValue: 'false', DifferenceType: 'NOT_EQUAL' },
      ],
    });
    await repository.aws.drift(PROD, 'my-service-prod-service', [drifted('/CrossZone')]);
    const found = await repository.run('drift', { event: 'schedule' });
    expect(results(found)).toEqual({
      synth: 'success',
      'drift-test': 'success',
      'drift-prod': 'failure',
      issue: 'success',
    });
    expect(issues()).toMatchObject([{ state: 'OPEN', labels: ['drift'] }]);
    expect(issues()[0].body).toContain('`/CrossZone` | `true` | `false`');

    await repository.aws.drift(PROD, 'my-service-prod-service', [drifted('/CrossZone'), drifted('/Scheme')]);
    await repository.run('drift', { event: 'schedule' });
    expect(issues()).toHaveLength(1);
    expect(issues()[0].body).toContain('/Scheme');

    await repository.aws.drift(PROD, 'my-service-prod-service', []);
    const clean = await repository.run('drift', { event: 'schedule' });
    expect(clean.result === 'success' ? '' : clean.log).toBe('');
    expect(clean.jobs['drift-test'].environment).toBeUndefined();
    expect(clean.jobs.issue.permissions).toEqual({ issues: 'write' });
    expect(issues()).toMatchObject([{ state: 'CLOSED' }]);
  });
});
