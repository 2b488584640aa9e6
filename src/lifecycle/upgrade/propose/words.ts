import { code, plain } from '../../../util/markdown';
import type { UpgradeKind } from '../kinds';
import { titleOf, type UpgradeReport } from '../report';
import type { Assessment } from './assess';
import type { Refusal } from './judge';
import { safeBody, safeTitle } from './text';

/** As many refusals as an issue names. */
const SHOWN = 30;

const BLOCKED = 'upgrade blocked: ';

/** Title and text of an issue or a pull request. */
export interface Words {
  readonly title: string;
  readonly body: string;
}

/** The line by which the head that was pushed last is found again, where the host tells no pushes. */
const headMarker = (head: string): string => `<!-- udp-service:upgrade-head:${head} -->`;

/** The head that a pull request was last given here. */
export function recordedHead(body: string): string | undefined {
  return [...body.matchAll(/^<!-- udp-service:upgrade-head:([0-9a-f]{40,64}) -->$/gm)].at(-1)?.[1];
}

/** What an issue says of a report that another job left. */
export function reportWords({ title, body }: Pick<UpgradeReport, 'title' | 'body'>): Words {
  const text = title.startsWith(BLOCKED) ? title.slice(BLOCKED.length) : title;
  return { title: `${BLOCKED}${safeTitle(text) || 'the upgrade says nothing'}`, body: safeBody(body) };
}

/** Title of the pull request: told by what has moved, and of what has to be completed by the report. */
export function titleFor(report: UpgradeReport, { moved }: Assessment): string {
  return report.incomplete ? reportWords(report).title : safeTitle(titleOf({ kind: report.kind, moved }));
}

/** Text of the pull request: what was found here, then what the other job says. */
export function pullBody(report: UpgradeReport, assessment: Assessment, head: string, merges: boolean): string {
  const { moved, changes, unknown, notices = [], needsPerson } = assessment;
  const files = changes.length === 1 ? 'The one changed file is' : `The ${changes.length} changed files are all`;
  const waits = needsPerson ?? (report.mergesByItself ? undefined : 'The job that made it asks for one.');
  return [
    ...noticed(notices),
    ...moved.map(({ name, from, to }) => `- ${plain(name)} ${plain(from)} → ${plain(to)}`),
    ...(moved.length === 0 ? ['- Versions of direct dependencies stay as they are.'] : []),
    '',
    `${files} of those that an upgrade of ${report.kind} may change.`,
    ...unknown.map(plain),
    ...(merges
      ? [
          waits === undefined
            ? 'It merges by itself when it is old enough and its checks are green.'
            : `A person merges it. ${plain(waits)}`,
        ]
      : []),
    '',
    '---',
    '',
    safeBody(report.body),
    '',
    headMarker(head),
    '',
  ].join('\n');
}

/** What a person looks at first, and why. */
export function noticed(notices: readonly string[]): string[] {
  if (notices.length === 0) return [];
  return [
    'Look at these first. Nothing proves them but the new version itself: see that the release notes announce them.',
    '',
    ...notices.map((notice) => `- ${plain(notice)}`),
    '',
  ];
}

/** What is told of a patch that is not taken. */
export function refusedWords(kind: UpgradeKind, refusals: readonly Refusal[]): Words {
  const [first] = refusals;
  const more = new Set(refusals.map(({ path }) => path)).size - 1;
  const subject =
    first === undefined || first.path === ''
      ? `the patch is none that an upgrade of ${kind} leaves`
      : `an upgrade of ${kind} may not change ${safePath(first.path)}${more > 0 ? ` and ${more} more` : ''}`;
  const shown = refusals
    .slice(0, SHOWN)
    .map(({ path, cause }) => `- ${path === '' ? 'The patch' : code(safePath(path))}: ${plain(safeTitle(cause))}`);
  const body = [
    'The job that ran the new versions left a patch which is not taken. Nothing was pushed.',
    '',
    ...shown,
    ...(refusals.length > SHOWN ? [`- and ${refusals.length - SHOWN} more`] : []),
    '',
    'What to do: read the release notes. If they announce these changes, run `npx projen upgrade` on a workstation, read `git diff`, and push it to a branch of your own. If they do not, one of the packages that ran may be hostile: find out which before anything of it is installed elsewhere.',
    '',
  ];
  return { title: `${BLOCKED}${subject}`, body: body.join('\n') };
}

/** A path without signs that do something. */
function safePath(path: string): string {
  const shown = path.replace(/[^\x21-\x7e]/g, '?').replace(/[`<>@#[\]]/g, '?');
  return shown.length > 80 ? `…${shown.slice(-79)}` : shown;
}
