import { isSettingsFile, type PackageManager } from '../../../../package-managers';
import { canonical, isObject, type Json } from '../../../../util/json';

/** Files that say who reviews and what bots do: a person changes them. */
const SETTINGS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/(^|\/)CODEOWNERS$/i, 'it says who has to review'],
  [/^\.github\/dependabot\.ya?ml$/i, 'it says what a bot may change'],
  [/^\.github\/actions\//i, 'it holds the steps of an action'],
  [/^\.udp-service\/(?!manifest\.json$)/i, 'it says what somebody has accepted'],
];

/** Why a file that the template writes is a person's to change, whatever it holds. */
export function settingsFile(path: string, managers?: readonly PackageManager[]): string | undefined {
  if (isSettingsFile(path, managers)) return 'it says where packages come from and what they may run';
  return SETTINGS.find(([pattern]) => pattern.test(path))?.[1];
}

/** Lines of `.gitattributes` that only show something. */
const SHOWN =
  /^\S+(?: (?:linguist-(?:generated|language|vendored|documentation|detectable)(?:=[\w.+-]+)?|text=auto|eol=lf))+$/;

/** Why `.gitattributes` is not taken: a filter or a driver in it would run a program. */
export function judgeAttributes(before: string, after: string): string[] {
  const known = new Set(before.split('\n'));
  const lines = after.split('\n').filter((line) => !known.has(line) && line.trim() !== '' && !line.startsWith('#'));
  return lines.filter((line) => !SHOWN.test(line)).map((line) => `it says ${JSON.stringify(line.slice(0, 80))}`);
}

/** Why the configuration of Renovate is not taken: only the names of packages and files in its rules may differ. */
export function judgeRenovate(before: string | undefined, after: string | undefined): string[] {
  if (before === undefined || after === undefined) return ['it says what a bot may change'];
  const [old, fresh] = [before, after].map((text) => withoutNames(text));
  return old !== undefined && old === fresh ? [] : ['it lets a bot change something else'];
}

function withoutNames(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as Json;
    if (!isObject(value) || !Array.isArray(value.packageRules)) return undefined;
    const rules = value.packageRules.map((rule) => {
      if (!isObject(rule) || rule.enabled !== false) return rule;
      const { matchPackageNames: _names, matchFileNames: _files, ...rest } = rule;
      return rest;
    });
    return canonical({ ...value, packageRules: rules });
  } catch {
    return undefined;
  }
}

/** A comment, space, or one snapshot: Jest runs the file as a program, and a text in it may not hold an expression. */
const SNAPSHOT_PART =
  /\/\/[^\n\r\u2028\u2029]*|\s+|exports\[`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`\] = `(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`;/y;

/** Why the snapshots are not taken: they hold something else than texts. */
export function judgeSnapshots(after: string | undefined): string[] {
  if (after === undefined) return ['the snapshots are removed'];
  for (let at = 0; at < after.length; at = SNAPSHOT_PART.lastIndex) {
    SNAPSHOT_PART.lastIndex = at;
    if (!SNAPSHOT_PART.test(after)) return ['it holds something else than snapshots, and Jest would run it'];
  }
  return [];
}
