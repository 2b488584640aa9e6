import { UpgradeBlocked } from './blocked';

/** What the migrations say before they end the process. */
const BLOCKED = /^upgrade blocked: (.+)$/m;

/** What the options check says; see OptionsError. Node.js and projen speak after it. */
const INVALID = /((?:An option is|\d+ options are) invalid); no file was written\.\n([\s\S]*)/;
const OTHERS = /\]?\n(?:\n?Node\.js v|👾)[\s\S]*/u;
/** What the migrations could not change with certainty. */
const LOOK_AT = /^ {2}look at .*$/gm;
const PROBLEM = /^ {2}(\S.*?): .*\n {4}cause: +(.+)$/gm;

/**
 * Why `npx projen` did not succeed, in one sentence with what else it said as the remedy.
 *
 * @param printed message of the failed program, with the end of what it printed
 */
export function synthFailure(printed: string): UpgradeBlocked {
  const blocked = BLOCKED.exec(printed)?.[1];
  if (blocked !== undefined) return new UpgradeBlocked(blocked);
  const invalid = INVALID.exec(printed);
  if (invalid !== null) {
    const [count, details] = [invalid[1], invalid[2].replace(OTHERS, '')];
    const problems = [...details.matchAll(PROBLEM)].map(([, option, cause]) => `'${option}' (${cause})`);
    const shown = problems.slice(0, 3).join(', ');
    return new UpgradeBlocked(
      `${count.toLowerCase()} for the new version: ${shown}${problems.length > 3 ? ` and ${problems.length - 3} more` : ''}`,
      [details.trimEnd(), ...(printed.match(LOOK_AT) ?? [])].join('\n'),
    );
  }
  return new UpgradeBlocked('npx projen fails with the new version', printed);
}
