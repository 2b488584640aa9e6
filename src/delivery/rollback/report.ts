import { code, plain, table } from '../../util/markdown';
import type { CommitDetails } from '../deployments/api';
import type { KeptDeployment } from '../deployments/history';
import type { Choice } from './choose';

/** A kept deployment and its commit as a reviewer knows it. */
export interface Listed {
  readonly deployment: KeptDeployment;
  readonly details?: CommitDetails;
}

/** For a terminal. */
export function listing(kept: readonly Listed[], now: Date): string {
  if (kept.length === 0) return 'No deployment is kept.';
  return kept
    .map(({ deployment, details }) => {
      const { run, commit, deployedAt, keptUntil, workflow } = deployment;
      const of = workflow === 'deploy' ? `commit ${commit.slice(0, 7)}` : 'a rollback';
      const by = details === undefined ? '' : `, ${quoted(details.subject)} by ${oneLine(details.author)}`;
      return `run ${run}: ${of}${workflow === 'deploy' ? by : ''}, deployed ${deployedAt} (${ageOf(deployedAt, now)}), kept until ${keptUntil}`;
    })
    .join('\n');
}

/** For a job's summary. */
export function listingMarkdown(stage: string, kept: readonly Listed[], now: Date): string {
  const rows = kept.map(({ deployment: { run, commit, deployedAt, keptUntil, workflow }, details }) => [
    String(run),
    workflow === 'deploy' ? code(commit.slice(0, 7)) : 'a rollback',
    workflow === 'deploy' ? plain(details?.subject ?? '') : '',
    workflow === 'deploy' ? plain(details?.author ?? '') : '',
    `${deployedAt} (${ageOf(deployedAt, now)})`,
    keptUntil,
  ]);
  return `### ${plain(stage)}: what can be brought back\n\n${table(['run', 'commit', 'subject', 'author', 'deployed', 'kept until'], rows)}`;
}

/** What goes back to what, for a log: a line a fact. */
export function choiceText(stage: string, choice: Choice, now: Date): string {
  return facts(stage, choice, now)
    .map(([name, value]) => `${name}: ${oneLine(value)}`)
    .join('\n');
}

/** The same for whoever approves. */
export function choiceMarkdown(stage: string, choice: Choice, now: Date): string {
  const rows = facts(stage, choice, now).map(([name, value]) => [name, plain(value)]);
  return `### ${plain(stage)}: goes back to run ${choice.deployment.run}\n\n${table(['', ''], rows)}`;
}

function facts(stage: string, choice: Choice, now: Date): [string, string][] {
  const { deployment, commit, details, record, attestation, tar, passedOver } = choice;
  const isClaim = record === undefined && deployment.workflow === 'rollback';
  return [
    [stage, `goes back to run ${deployment.run}`],
    [
      'commit',
      isClaim ? `${commit}, as its assembly says; refused after the approval unless the record says the same` : commit,
    ],
    ['subject', details?.subject ?? 'not known'],
    ['author', details === undefined ? 'not known' : `${details.author}, ${details.date}`],
    ['deployed', `${deployment.deployedAt} (${ageOf(deployment.deployedAt, now)}), started by ${deployment.actor}`],
    ...(record === undefined ? [] : ([['image', record.image]] as [string, string][])),
    ['SHA-256', tar.digest],
    [
      'proof',
      record === undefined
        ? 'not looked at here: the job of the stage compares the digest with the record in its account, and refuses another one'
        : `recorded by run ${record.run}, attempt ${record.attempt}, at ${record.time}`,
    ],
    ...(attestation === undefined
      ? []
      : ([['attestation', `verified: by ${attestation.signer}, attempt ${attestation.attempt}`]] as [
          string,
          string,
        ][])),
    ...passedOver.map(({ run, reason }): [string, string] => [`not run ${run}`, reason]),
  ];
}

/** How long ago something was, in the largest unit that fits. */
export function ageOf(time: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(time)) / 60_000);
  if (!Number.isFinite(minutes)) return 'age not known';
  const [count, unit] =
    minutes < 60
      ? [Math.max(0, minutes), 'minute']
      : minutes < 2_880
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1_440), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}

function quoted(text: string): string {
  return `"${oneLine(text)}"`;
}

/** Text that others wrote, without what a terminal or a log obeys. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').replaceAll('::', ': :');
}
