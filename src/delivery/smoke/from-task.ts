import { setTimeout as sleep } from 'node:timers/promises';
import { type Aws, awsCli, awsErrorCode } from '../../clients/aws/cli';
import { assumeRole } from '../../clients/aws/roles';
import { ask } from '../../probes';
import { compilePattern } from '../../probes/language';
import { UserError } from '../../util/user-error';
import { type Access, type Connect, resolveIn, SESSION } from '../access';
import { type StageAssembly, serviceStack } from '../assembly';
import { describeStack } from '../deployed';
import { physicalId, type RunningStack } from '../live/stack';
import { ecsService } from '../live/tasks';
import { ANSWER_SECONDS } from './from-runner';
import { type Address, type Answer, pairs, type Question } from './questions';

/** Container of the task definition. */
const CONTAINER = 'smoke-test';
/** For the start of the task and the way of its last line into the log. */
const START_SECONDS = 180;
const POLL_MS = 3000;
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
const MAX_OVERRIDES = 8192;
const LOG_ATTEMPTS = 10;

interface Task {
  readonly taskArn: string;
  readonly lastStatus: string;
  readonly stoppedReason?: string;
  readonly containers?: readonly { readonly exitCode?: number; readonly reason?: string }[];
}

/** What the program in the task prints. */
interface Result {
  readonly word: string;
  readonly attempts: number;
  readonly ms: number;
}

/** What a task is run with. */
export interface TaskRun {
  readonly assembly: StageAssembly;
  readonly access: Access;
  readonly stack: RunningStack;
  readonly env: NodeJS.ProcessEnv;
  readonly connect?: Connect;
}

/** Asks from a task that is run once in the subnets of the service. */
export async function askFromTask(
  run: TaskRun,
  addresses: readonly Address[],
  questions: readonly Question[],
  seconds: number,
): Promise<Answer[]> {
  const all = pairs(addresses, questions);
  const plan = { seconds, timeout: ANSWER_SECONDS, targets: all.map(targetOf) };
  const { cluster } = ecsService(run.stack);
  const taskArn = await start(run, cluster, plan);
  const task = await ended(run.access.reader, cluster, taskArn, seconds + START_SECONDS);
  const results = await readResults(run, taskArn.split('/').pop() ?? '', task);
  if (results.length !== all.length)
    throw new UserError({ subject: `task ${taskArn}`, cause: `answered ${results.length} of ${all.length} questions` });
  return all.map((pair, index) => {
    const { word, attempts, ms } = results[index];
    return { ...pair, word, attempts, ...(word === 'ok' && { milliseconds: ms }) };
  });
}

/** Fresh bytes are made here, and the patterns that the answer must match are written for them. */
function targetOf({ address: host, question }: Address & { readonly question: Question }): object {
  const { port, transport } = question;
  if (question.transport === 'tcp') return { host, port, transport };
  const { payload, sent } = ask(question.probe);
  const { expect, checks = {}, anyPort, sourcePort } = question.probe;
  const patterns = Object.entries({ mismatch: expect, ...checks });
  return {
    host,
    port,
    transport,
    payload: payload.toString('hex').replace(/(00)+$/, ''),
    length: payload.length,
    checks: Object.fromEntries(patterns.map(([word, pattern]) => [word, compilePattern(pattern, sent).source])),
    anyPort,
    sourcePort,
  };
}

async function start(
  { assembly, access, stack, env, connect = awsCli }: TaskRun,
  cluster: string,
  plan: object,
): Promise<string> {
  const deployed = await describeStack(access.reader, serviceStack(assembly).name);
  const role = deployed?.outputs.find(({ key }) => key === 'SmokeTestRoleArn')?.value;
  if (role === undefined) {
    throw new UserError({
      subject: `stack ${stack.name}`,
      cause: 'has no output SmokeTestRoleArn, so nothing can ask from inside',
      remedy: "Deploy the stage with 'smokeTest.from' at its default first.",
    });
  }
  const runner = await asRunner({ access, env, connect }, serviceStack(assembly).roles.deploy, role);
  const { awsvpcConfiguration: of } = await networkOf(stack);
  const securityGroup = physicalId(stack, 'AWS::EC2::SecurityGroup', 'SmokeTest');
  const network = { awsvpcConfiguration: { ...of, securityGroups: [securityGroup] } };
  const overrides = JSON.stringify({
    containerOverrides: [{ name: CONTAINER, environment: [{ name: 'SMOKE_TEST', value: JSON.stringify(plan) }] }],
  });
  if (overrides.length > MAX_OVERRIDES) {
    throw new UserError({
      subject: 'smoke test',
      cause: `its questions have ${overrides.length} characters, and ECS takes ${MAX_OVERRIDES}`,
      remedy: "Shorten the custom probes, or set 'smokeTest.from' to SmokeTestFrom.NONE.",
    });
  }
  const { tasks, failures = [] } = await runner<{ tasks: Task[]; failures?: { reason: string }[] }>(
    'ecs',
    'run-task',
    '--cluster',
    cluster,
    '--task-definition',
    physicalId(stack, 'AWS::ECS::TaskDefinition', 'SmokeTest'),
    '--launch-type',
    'FARGATE',
    '--network-configuration',
    JSON.stringify(network),
    '--overrides',
    overrides,
  );
  if (tasks.length === 0) {
    throw new UserError({
      subject: 'smoke test',
      cause: `ECS starts no task (${failures.map(({ reason }) => reason).join(', ')})`,
    });
  }
  return tasks[0].taskArn;
}

/** The deploy role of the bootstrap stack may assume the role that runs the task; so may whoever is its own master. */
async function asRunner(
  { access, env, connect }: { readonly access: Access; readonly env: NodeJS.ProcessEnv; readonly connect: Connect },
  deployRole: string | undefined,
  role: string,
): Promise<Aws> {
  const through = async (aws: Aws) => connect(access.region, { ...env, ...(await assumeRole(aws, role, SESSION)) });
  if (deployRole === undefined) return through(access.aws);
  const deploying = await assumeRole(access.aws, resolveIn(access, deployRole), SESSION);
  return through(connect(access.region, { ...env, ...deploying }));
}

/** Subnets and public address as the tasks of the service have them. */
async function networkOf(stack: RunningStack) {
  const { cluster, service } = ecsService(stack);
  const { services } = await stack.aws<{
    services: { networkConfiguration: { awsvpcConfiguration: { subnets: string[]; assignPublicIp?: string } } }[];
  }>('ecs', 'describe-services', '--cluster', cluster, '--services', service);
  return services[0].networkConfiguration;
}

async function ended(aws: Aws, cluster: string, taskArn: string, seconds: number): Promise<Task> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const { tasks } = await aws<{ tasks: Task[] }>('ecs', 'describe-tasks', '--cluster', cluster, '--tasks', taskArn);
    const [task] = tasks;
    if (task?.lastStatus === 'STOPPED') return task;
    if (performance.now() > deadline) {
      throw new UserError({
        subject: `task ${taskArn}`,
        cause: `is ${task?.lastStatus ?? 'gone'} after ${seconds} s and was to have ended`,
        remedy: 'Look at it in the console.',
      });
    }
    await sleep(POLL_MS);
  }
}

/** The line of the program; it may reach the log a moment after the task has ended. */
async function readResults({ stack }: TaskRun, taskId: string, task: Task): Promise<readonly Result[]> {
  const group = physicalId(stack, 'AWS::Logs::LogGroup', 'HealthGate');
  for (let attempt = 1; attempt <= LOG_ATTEMPTS; attempt += 1) {
    const lines = await logLines(stack.aws, group, `${CONTAINER}/${CONTAINER}/${taskId}`);
    for (const line of lines) {
      if (line.startsWith('{"smokeTest"')) return (JSON.parse(line) as { smokeTest: Result[] }).smokeTest;
    }
    const [container] = task.containers ?? [];
    if (container?.exitCode === undefined) {
      const cause = container?.reason ?? task.stoppedReason ?? 'ECS names no reason';
      throw new UserError({ subject: `task ${task.taskArn}`, cause: `did not run (${cause})` });
    }
    await sleep(POLL_MS);
  }
  throw new UserError({ subject: `task ${task.taskArn}`, cause: `ended without a word in the log group ${group}` });
}

async function logLines(aws: Aws, group: string, stream: string): Promise<string[]> {
  try {
    const { events } = await aws<{ events: { message: string }[] }>(
      'logs',
      'get-log-events',
      '--log-group-name',
      group,
      '--log-stream-name',
      stream,
      '--start-from-head',
    );
    return events.map(({ message }) => message);
  } catch (error) {
    if (awsErrorCode(error) === 'ResourceNotFoundException') return [];
    throw error;
  }
}
