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
