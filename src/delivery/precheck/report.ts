import { PITFALLS_DOCUMENT } from '../../pitfalls/references';
import { plain } from '../../util/markdown';
import type { Checked, Problem } from './problem';

/** For a terminal. */
export function precheckText(stage: string, { problems, unknown, notes = [] }: Checked): string {
  return [
    ...problems.map((problem) => `!! ${problem.subject}: ${problem.cause}.\n   ${problem.remedy}${pitfall(problem)}`),
    ...unknown.map((reason) => `?  ${reason}`),
    ...notes.map((note) => `i  ${note}`),
    problems.length === 0
      ? `${stage}: nothing found that would make a deployment fail.`
      : `${stage}: ${count(problems)} would make the deployment fail; nothing has been changed.`,
    '',
  ].join('\n');
}

function pitfall({ pitfall: id }: Problem): string {
  return id === undefined ? '' : ` [${id}]`;
}

/** For a job's summary. */
export function precheckMarkdown(stage: string, { problems, unknown, notes = [] }: Checked): string {
  return [
    `### ${stage}: ${problems.length === 0 ? 'ready to be deployed' : `${count(problems)} would make the deployment fail`}`,
    '',
    ...problems.map(
      (problem) =>
        `- **${plain(problem.subject)}**: ${plain(problem.cause)}.<br>${plain(problem.remedy)}${link(problem)}`,
    ),
    ...unknown.map((reason) => `- not checked: ${plain(reason)}`),
    ...notes.map((note) => `- note: ${plain(note)}`),
  ].join('\n');
}

function link({ pitfall: id }: Problem): string {
  return id === undefined ? '' : ` [${id}](${PITFALLS_DOCUMENT}#${id.toLowerCase()})`;
}

function count(problems: readonly unknown[]): string {
  return problems.length === 1 ? 'one thing' : `${problems.length} things`;
}
