import { COMMENT_MARKER } from '../../impact/report/markdown';
import { code, fold, plain } from '../../util/markdown';
import type { Obstacle, Outcome, Upgraded } from './outcome';

/** Raised when a field of the report changes its meaning or goes. */
export const REPORT_SCHEMA = 1;

/** What another job, or another program, learns of an upgrade. */
export interface UpgradeReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly kind: Outcome['kind'];
  readonly state: Outcome['state'] | 'failed';
  /** Title of a pull request or issue. */
  readonly title: string;
  /** Its text, in Markdown. */
  readonly body: string;
  /** Whether the pull request is one that a person has to complete. */
  readonly incomplete: boolean;
  readonly mergesByItself: boolean;
}

/** The report of an outcome. */
export function reportOf(outcome: Outcome): UpgradeReport {
  const { kind, state } = outcome;
  const base = { schema: REPORT_SCHEMA, kind, state, incomplete: false, mergesByItself: false } as const;
  switch (outcome.state) {
    case 'current':
      return { ...base, title: '', body: '' };
    case 'blocked':
      return { ...base, ...blockedReport(outcome.reason, outcome.remedy) };
    case 'upgraded':
      return {
        ...base,
        title: outcome.incomplete === undefined ? titleOf(outcome) : blockedTitle(outcome.incomplete.reason),
        body: bodyOf(outcome),
        incomplete: outcome.incomplete !== undefined,
        mergesByItself: outcome.incomplete === undefined && outcome.verdict?.mergesByItself === true,
      };
  }
}

/** What is told where an upgrade cannot go on. */
export function blockedReport(reason: string, remedy?: string): Pick<UpgradeReport, 'title' | 'body'> {
  const body = [
    `The upgrade cannot go on: ${plain(reason)}.`,
    ...verbatim(remedy),
    '',
    'Nothing was changed. On a workstation `npx projen upgrade` shows the same; with `--keep` it leaves the new version installed, to be completed by hand.',
  ];
  return { title: blockedTitle(reason), body: `${body.join('\n')}\n` };
}

/** What a program has said, as it is. */
function verbatim(text: string | undefined): string[] {
  return text === undefined ? [] : ['', '```', text.replaceAll('```', "'''").slice(0, 20_000), '```'];
}

/** The outcome for a terminal. */
export function textOf(outcome: Outcome): string {
  switch (outcome.state) {
    case 'current':
      return lines(['Everything is up to date.', ...outcome.remarks]);
    case 'blocked':
      return lines(obstacleLines(outcome));
    case 'upgraded':
      return lines([
        ...movedLines(outcome),
        ...outcome.remarks,
        ...section(
          'Migrations',
          outcome.migrations.map(({ id, title }) => `${id}: ${title}`),
        ),
        ...section(
          'Look at',
          outcome.notes.map(({ place, text }) => `${place}: ${text}`),
        ),
        ...outcome.releases.flatMap(({ name, notes }) =>
          section(
            `Release notes of ${name}`,
            notes.flatMap(({ title, body }) => [title, ...body.split('\n').map((line) => `  ${line}`.trimEnd()), '']),
          ),
        ),
        '',
        ...(outcome.verdict === undefined ? [] : [outcome.verdict.text.trimEnd()]),
        ...(outcome.incomplete === undefined ? [] : obstacleLines(outcome.incomplete)),
        ...section('What to do', numbered([...todo(outcome), 'Run `npx projen build`, look at `git diff`, commit.'])),
      ]);
  }
}

function bodyOf(outcome: Upgraded): string {
  const { verdict, incomplete, migrations, notes, releases, remarks } = outcome;
  const todos = todo(outcome);
  const details = [
    ...releases.flatMap(({ name, notes: found }) =>
      found.length === 0
        ? []
        : fold(
            `Release notes of ${plain(name)}`,
            found.flatMap(({ title, body }) => [`#### ${plain(title)}`, '', body, '']),
          ),
    ),
    ...(migrations.length === 0
      ? []
      : fold(
          `Migrations (${migrations.length})`,
          migrations.map(({ id, title }) => `- ${code(id)}: ${plain(title)}`),
        )),
  ];
  const body = [
    ...movedLines(outcome).map((line) => `- ${plain(line)}`),
    ...remarks.map((remark) => `- ${plain(remark)}`),
    '',
    ...(incomplete === undefined
      ? []
      : [`**It has to be completed:** ${plain(incomplete.reason)}`, ...verbatim(incomplete.remedy), '']),
    ...(verdict === undefined ? [] : [verdict.markdown.replace(COMMENT_MARKER, '').trim(), '']),
    '### What to do',
    '',
    ...numbered(todos.length > 0 ? todos : ['Merge it when the checks are green.']),
    ...(notes.length === 0 ? [] : ['', '### Look at', '']),
    ...notes.map(({ place, text }) => `- ${code(place)}: ${plain(text)}`),
    ...details,
  ];
  return `${body.join('\n')}\n`;
}

/** What a person has to do before this is merged; empty where nothing is left. */
function todo({ verdict, incomplete, notes }: Upgraded): string[] {
  const steps: string[] = [];
  if (incomplete !== undefined)
    steps.push('Correct what stands above on this branch, then run `npx projen test:update`.');
  if (notes.length > 0)
    steps.push('Look at the places that are named below: they could not be changed with certainty.');
  if (verdict !== undefined && !verdict.passed) {
    steps.push(
      'Something that runs would be recreated or lost. Find another way, or acknowledge it in `.udp-service/acknowledgements.json` (docs/impact.md).',
    );
  } else if (verdict?.level === 'broadens') {
    steps.push('A second person reads what opens.');
  } else if (verdict !== undefined && !verdict.mergesByItself) {
    steps.push('Read how the service is delivered from now on.');
  }
  return steps;
}

/** Title of the pull request of an upgrade. */
export function titleOf({ kind, moved }: Pick<Upgraded, 'kind' | 'moved'>): string {
  const packages = moved.map(({ name, to }) => `${name} ${to}`);
  switch (kind) {
    case 'template':
      return packages.length === 0 ? 'Upgrade the template' : `Upgrade to ${packages.slice(0, 2).join(' and ')}`;
    case 'cdk':
      return `Upgrade the CDK${packages.length > 0 ? ` to ${packages.slice(0, 2).join(' and ')}` : ''}`;
    case 'dependencies':
      return `Upgrade ${packages.length === 1 ? packages[0] : 'dependencies'}`;
  }
}

/** A title holds 256 characters. */
function blockedTitle(reason: string): string {
  const title = `upgrade blocked: ${reason.replace(/\s+/g, ' ')}`;
  return title.length > 200 ? `${title.slice(0, 199)}…` : title;
}

function obstacleLines({ reason, remedy }: Obstacle): string[] {
  return [`upgrade blocked: ${reason}`, ...(remedy === undefined ? [] : [remedy])];
}

function movedLines({ moved }: Upgraded): string[] {
  return moved.length === 0
    ? ['Transitive dependencies alone have moved.']
    : moved.map(({ name, from, to }) => `${name} ${from} → ${to}`);
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : ['', `${title}:`, ...items.map((item) => `  ${item}`.trimEnd())];
}

function numbered(items: readonly string[]): string[] {
  return items.map((item, index) => `${index + 1}. ${item}`);
}

function lines(items: readonly string[]): string {
  return `${items.join('\n').replace(/\n{3,}/g, '\n\n')}\n`;
}
