import { renderMarkdown } from '../../impact/report/markdown';
import { renderText } from '../../impact/report/text';
import type { Verdict } from './verdict';

/** Paths that are told one by one. */
const TOLD = 30;

const REMEDY =
  "Give the option 'codeOwners' in .projenrc.ts, and let a ruleset of the branch require the review of code owners (docs/trust.md). Both hold for pull requests that come after them.";
const NO_BASE = 'The base branch is no repository of the template yet: there is nothing to compare with.';

/** The verdict for the log. */
export function verdictText(verdict: Verdict): string {
  const { impact, passed } = verdict;
  const notes = notesOf(verdict, (text) => text).map((note) => `- ${note}`);
  return [headline(passed), ...notes, '', impact ? renderText(impact) : `${NO_BASE}\n`].join('\n');
}

/** The verdict for the job summary. */
export function verdictMarkdown(verdict: Verdict): string {
  const { impact, passed } = verdict;
  const notes = notesOf(verdict, (text) => `\`${text.replace(/[`\s]/g, ' ')}\``).map((note) => `- ${note}`);
  return [`## ${headline(passed)}`, '', ...notes, '', impact ? renderMarkdown(impact) : `${NO_BASE}\n`].join('\n');
}

function headline(passed: boolean): string {
  return `Required check: ${passed ? 'passed' : 'failed'}`;
}

function notesOf({ guarded, weaknesses }: Verdict, code: (text: string) => string): string[] {
  if (guarded.length === 0) return ['No change needs a code owner.'];
  const changes = guarded.map(({ path, owners }) =>
    owners.length > 0
      ? `${code(path)} needs the approval of ${owners.map(code).join(' or ')}`
      : `${code(path)} has no owner in CODEOWNERS of the base branch`,
  );
  const isOwned = guarded.every(({ owners }) => owners.length > 0);
  return [
    ...changes.slice(0, TOLD),
    ...(changes.length > TOLD ? [`and ${changes.length - TOLD} more files that need a code owner`] : []),
    ...weaknesses,
    ...(isOwned && weaknesses.length === 0 ? [] : [REMEDY]),
  ];
}
