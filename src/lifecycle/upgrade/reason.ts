import { MARKED } from '../../credentials/marked';
import { listText } from '../../util/problem-text';
import type { UserError, UserProblems } from '../../util/user-error';
import { upgradeBlocked } from './blocked';

/** What the migrations could not change with certainty. */
const LOOK_AT = /^ {2}look at .*$/gm;

/** As many subjects as a title names. */
const SHOWN = 3;

/**
 * Why `npx projen` did not succeed, in one sentence with what else it said as the remedy.
 *
 * @param printed message of the failed program, with the end of what it printed
 * @param told what it refused, where it refused anything
 */
export function synthFailure(printed: string, told: UserProblems | undefined): UserError {
  if (told === undefined) return upgradeBlocked('npx projen fails with the new version', undefined, printed);
  const { heading, problems } = told;
  const remarks = printed.match(LOOK_AT) ?? [];
  if (heading === undefined) {
    const [{ subject, cause, remedy }] = problems;
    return upgradeBlocked(`${subject}: ${cause}`, remedy, remarks.join('\n'));
  }
  const subjects = problems.slice(0, SHOWN).map(({ subject, cause }) => `'${subject}' (${cause})`);
  const more = problems.length > SHOWN ? ` and ${problems.length - SHOWN} more` : '';
  return upgradeBlocked(
    `${titleOf(heading)}: ${subjects.join(', ')}${more}`,
    undefined,
    [listText(problems, MARKED), ...remarks].join('\n'),
  );
}

/** A heading as a part of a sentence: what was not written goes without saying, since everything is taken back. */
function titleOf(heading: string): string {
  const [title = ''] = heading.split('; ');
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}
