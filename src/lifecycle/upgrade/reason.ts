import { UpgradeBlocked } from './blocked';

/** What the migrations say before they end the process. */
const BLOCKED = /^upgrade blocked: (.+)$/m;

/** What the options check says; see OptionsError. */
const INVALID = /((?:An option is|\d+ options are) invalid); no file was written\.\n([\s\S]*)/;
const OPTION = /^ {2}(\S.*?): .*\n {4}cause: +(.+)$/gm;
/** What the guard of files says; see OwnershipError. */
const EDITED = /((?:A file is|\d+ files are) not as the template left (?:it|them)); nothing was written\.\n([\s\S]*)/;
const FILE = /^ {2}(\S.*?): (.+)$/gm;
/** Node.js and projen speak after either of them. */
const OTHERS = /\]?\n(?:\n?Node\.js v|👾)[\s\S]*/u;
/** What the migrations could not change with certainty. */
const LOOK_AT = /^ {2}look at .*$/gm;

/** As many subjects as a title names. */
const SHOWN = 3;

/**
 * Why `npx projen` did not succeed, in one sentence with what else it said as the remedy.
 *
 * @param printed message of the failed program, with the end of what it printed
 */
export function synthFailure(printed: string): UpgradeBlocked {
  const blocked = BLOCKED.exec(printed)?.[1];
  if (blocked !== undefined) return new UpgradeBlocked(blocked);
  const invalid = INVALID.exec(printed);
  if (invalid !== null) return refusal(`${invalid[1]} for the new version`, invalid[2], OPTION, printed);
  const edited = EDITED.exec(printed);
  if (edited !== null) return refusal(edited[1], edited[2], FILE, printed);
  return new UpgradeBlocked('npx projen fails with the new version', printed);
}

/** What a synth refuses, subject by subject with the cause. */
function refusal(title: string, text: string, subject: RegExp, printed: string): UpgradeBlocked {
  const details = text.replace(OTHERS, '').trimEnd();
  const subjects = [...details.matchAll(subject)].map(([, name, cause]) => `'${name}' (${cause})`);
  const more = subjects.length > SHOWN ? ` and ${subjects.length - SHOWN} more` : '';
  return new UpgradeBlocked(
    `${title.charAt(0).toLowerCase()}${title.slice(1)}: ${subjects.slice(0, SHOWN).join(', ')}${more}`,
    [details, ...(printed.match(LOOK_AT) ?? [])].join('\n'),
  );
}
