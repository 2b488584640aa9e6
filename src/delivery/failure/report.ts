import { stripVTControlCharacters } from 'node:util';
import { PITFALLS_DOCUMENT } from '../../pitfalls/references';
import { code, fold, plain, table } from '../../util/markdown';
import type { LiveGate, LiveTarget, LiveTasks, Read } from '../live/model';
import { type Cause, causesOf, inWords, pitfallCause, targetCause } from './causes';
import type { FailedResource } from './events';
import type { Evidence } from './evidence';
import type { StoppedTask } from './stopped-tasks';

/** What is told of a deployment that failed. */
export interface Failure {
  readonly stage: string;
  /** What failed, in one line. */
  readonly title: string;
  readonly evidence: Evidence;
  /** The end of the log of the program that failed. */
  readonly log: string;
}

const TASKS_SHOWN = 5;
const CHANGES_SHOWN = 5;

/** For a job's summary: the cause first, the log last and folded. */
export function failureMarkdown(failure: Failure): string {
  const { stage, title, evidence, log } = failure;
  const { failed, service } = evidence;
  return [
    `### ${plain(stage)}: ${plain(title)}`,
    '',
    ...causesMarkdown(evidence),
    ...part('First failed resource', failed, (resources) => resources.slice(0, 1).flatMap(resourceLines)),
    ...(service
      ? [
          ...part('Stopped tasks', service.stopped, (tasks) => tasks.slice(0, TASKS_SHOWN).flatMap(taskLines)),
          ...part("The health gate's last verdicts", service.gate, gateLines),
          ...part('Targets by zone', service.targets, targetLines),
          ...part('Deployments of the ECS service', service.tasks, deploymentLines),
        ]
      : []),
    ...('value' in failed && failed.value.length > 1
      ? fold(`All failed resources (${failed.value.length})`, failed.value.flatMap(resourceLines))
      : []),
    ...(log.trim() === '' ? [] : fold('End of the log', ['```text', ...fenced(log), '```'])),
  ].join('\n');
}

/** The causes alone, for the log and the terminal. */
export function failureText({ stage, title, evidence }: Failure): string {
  const { failed } = evidence;
  const [first] = 'value' in failed ? failed.value : [];
  return [
    `${stage}: ${title}`,
    ...(first ? [`  first failed resource: ${first.stack}/${first.logicalId} (${first.type}): ${first.reason}`] : []),
    ...causes(evidence).map(
      ({ pitfall, cause, remedy }) => `  ${pitfall === undefined ? '' : `[${pitfall}] `}${cause}\n    ${remedy}`,
    ),
    '',
  ].join('\n');
}

/** What the messages and the health of the targets tell, the most direct witness first. */
function causes({ failed, service }: Evidence): Cause[] {
  const stopped = read(service?.stopped);
  const messages = [
    ...read(failed).map(({ reason }) => reason),
    ...stopped.flatMap(({ reason, containers }) => [reason, ...containers.flatMap((one) => one.reason ?? [])]),
  ];
  const byTargets = new Set(read(service?.targets).flatMap(({ reason }) => targetCause(reason) ?? []));
  const all = [...causesOf(messages), ...gateCauses(service?.gate), ...[...byTargets].map(pitfallCause)];
  return all.filter((cause, index) => all.findIndex((other) => other.cause === cause.cause) === index);
}

/** What the gate saw last of each port in each task; what is up now failed for another reason. */
function gateCauses(gate: Read<LiveGate> | undefined): Cause[] {
  if (!gate || !('value' in gate)) return [];
  const last = new Map(gate.value.changes.map((change) => [change.port, change]));
  const down = [...last.values()].filter(({ state }) => state === 'down');
  return down.map(({ port, reason }) => ({
    cause: `On port ${port} ${inWords(reason)}.`,
    remedy: "Try it at home: npx projen local. The application's own log tells more.",
  }));
}

function read<T>(value: Read<readonly T[]> | undefined): readonly T[] {
  return value && 'value' in value ? value.value : [];
}

function causesMarkdown(evidence: Evidence): string[] {
  const found = causes(evidence);
  if (found.length === 0) return ['**Cause**: no known one; what follows is what AWS says.'];
  return found.map(({ pitfall, cause, remedy }) => {
    const link = pitfall === undefined ? '' : ` [${pitfall}](${PITFALLS_DOCUMENT}#${pitfall.toLowerCase()})`;
    return `- **Cause**: ${plain(cause)}${link}<br>**Remedy**: ${plain(remedy)}`;
  });
}

function part<T>(title: string, value: Read<T>, lines: (value: T) => readonly string[]): string[] {
  const body = 'value' in value ? lines(value.value) : [`- not readable: ${plain(value.problem)}`];
  return body.length === 0 ? [] : ['', `**${title}**`, '', ...body];
}

function resourceLines({ stack, logicalId, type, status, reason }: FailedResource): string[] {
  return [`- ${code(`${stack}/${logicalId}`)} (${type}) ${status}: ${plain(reason)}`];
}

function taskLines({ id, at, reason, containers }: StoppedTask): string[] {
  const ends = containers
    .filter(({ exitCode, reason: why }) => why !== undefined || (exitCode !== undefined && exitCode !== 0))
    .map(({ name, exitCode, reason: why }) => {
      const ended = exitCode === undefined ? '' : ` ended with ${exitCode}`;
      return `  - ${code(name)}${ended}${why === undefined ? '' : `: ${plain(why)}`}`;
    });
  return [`- ${code(id)} ${at}: ${plain(reason)}`, ...ends];
}

function gateLines({ verdicts, changes }: LiveGate): string[] {
  return [
    ...verdicts.map(
      ({ port, task, healthy, probes, failures, drops }) =>
        `- port ${plain(port)}, task ${code(task)}: ${healthy ? 'healthy' : '**unhealthy**'}, ${failures} of ${probes} probes failed, ${drops} datagrams dropped`,
    ),
    ...changes
      .slice(-CHANGES_SHOWN)
      .map(
        ({ at, port, before, state, reason }) => `- ${at} port ${plain(port)}: ${before} → ${state} (${plain(reason)})`,
      ),
  ];
}

function targetLines(targets: readonly LiveTarget[]): string[] {
  if (targets.length === 0) return ['- no target is registered'];
  const rows = [...targets]
    .sort((a, b) => (a.zone < b.zone ? -1 : 1))
    .map(({ zone, port, address, state, reason }) => [zone, plain(port), address, state, reason ?? '']);
  return [table(['zone', 'port', 'target', 'state', 'reason'], rows)];
}

function deploymentLines({ desired, running, deployments, lastEvent }: LiveTasks): string[] {
  return [
    `- ${running} of ${desired} tasks run`,
    ...deployments.map(
      ({ status, revision, state, reason }) =>
        `- ${status} ${code(revision)}: ${state}${reason ? ` (${plain(reason)})` : ''}`,
    ),
    ...(lastEvent ? [`- ${lastEvent.at}: ${plain(lastEvent.message)}`] : []),
  ];
}

/** Without colours, and without anything that would end the fence. */
function fenced(log: string): string[] {
  return stripVTControlCharacters(log).replaceAll('```', "'''").trimEnd().split('\n');
}
