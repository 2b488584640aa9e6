import { lt, minVersion, validRange } from 'semver';
import type { Keys } from '../../../../files/manifest';
import { aliasTarget } from '../../../../package-managers';
import { canonical, isObject, type Json, type JsonObject } from '../../../../util/json';
import type { UpgradeKind } from '../../kinds';

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Scripts that package managers run by themselves. */
const LIFECYCLE =
  /^(?:(?:pre|post)?(?:install|prepare|pack|publish|uninstall|version|shrinkwrap)|prepublishOnly|dependencies)$/;

/** Keys that the template may write anew, and that run or fetch nothing. */
const HARMLESS = new Set([
  '//',
  'description',
  'devEngines',
  'engines',
  'keywords',
  'license',
  'packageManager',
  'private',
]);

export interface PackageJsonChange {
  readonly kind: UpgradeKind;
  readonly before: string;
  readonly after: string;
  /** What the template wrote last, as the manifest of the base tells; the rest is the user's. */
  readonly written: Keys;
  /** The template and the preset. */
  readonly own: readonly string[];
}

/** Why a package.json is not taken. */
export function judgePackageJson({ kind, before, after, written, own }: PackageJsonChange): string[] {
  const [old, fresh] = [parse(before), parse(after)];
  if (fresh === undefined || old === undefined) return ['it holds no object of JSON'];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter((key) => !SECTIONS.includes(key));
  const changed = keys.filter((key) => canonical(old[key]) !== canonical(fresh[key]));
  const others =
    kind !== 'template'
      ? changed.map((key) => `"${key}" changes, and an upgrade of this kind changes ranges of dependencies alone`)
      : changed.flatMap((key) => judgeKey(key, old[key], fresh[key], written));
  return [
    ...others,
    ...SECTIONS.flatMap((section) => judgeSection(section, old[section], fresh[section], kind, written[section], own)),
  ];
}

/** Ranges of the direct dependencies that a package manager installs. */
export function rangesIn(text: string): Map<string, string> {
  const manifest = parse(text) ?? {};
  return new Map(
    SECTIONS.filter((section) => section !== 'peerDependencies').flatMap((section) => {
      const entries = manifest[section];
      return isObject(entries)
        ? Object.entries(entries).map(([name, range]): [string, string] => [name, String(range)])
        : [];
    }),
  );
}

function judgeKey(key: string, old: Json | undefined, fresh: Json | undefined, written: Keys): string[] {
  if (key === 'scripts') return judgeScripts(old, fresh, written.scripts);
  if (key === 'packageManager') {
    const [program] = String(old).split('@');
    return new RegExp(`^${program}@\\d[\\w.+-]*$`).test(String(fresh)) ? [] : [`"${key}" names another program`];
  }
  if (HARMLESS.has(key)) return [];
  return [`"${key}" changes, which the template does not write, or which decides what runs and what is fetched`];
}

function judgeScripts(old: Json | undefined, fresh: Json | undefined, written: unknown): string[] {
  const [before, after] = [old ?? {}, fresh ?? {}];
  if (!isObject(before) || !isObject(after)) return ['"scripts" is no object'];
  const own = isObject(written) ? written : {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => canonical(before[name]) !== canonical(after[name]))
    .flatMap((name) => {
      if (name in before && canonical(before[name]) !== canonical(own[name])) {
        return [`the script "${name}" is yours, and it changes`];
      }
      if (!(name in after)) return [];
      if (LIFECYCLE.test(name)) return [`the script "${name}" is run by package managers`];
      const isTask = after[name] === `projen ${name}` || (name === 'projen' && after[name] === 'projen');
      return isTask ? [] : [`the script "${name}" is not the task of that name`];
    });
}

function judgeSection(
  section: string,
  old: Json | undefined,
  fresh: Json | undefined,
  kind: UpgradeKind,
  written: unknown,
  own: readonly string[],
): string[] {
  const [before, after] = [old ?? {}, fresh ?? {}];
  if (!isObject(before) || !isObject(after)) return [`"${section}" is no object`];
  const wrote = isObject(written) ? written : {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => before[name] !== after[name])
    .flatMap((name) => {
      const [from, to] = [before[name], after[name]];
      if (kind !== 'template' && (from === undefined || to === undefined)) {
        return [`"${section}" ${from === undefined ? 'asks for' : 'no longer asks for'} ${name}`];
      }
      if (kind !== 'template' && own.includes(name))
        return [`the range of ${name} changes, which has an upgrade of its own`];
      if (to === undefined) return name in wrote ? [] : [`"${section}" no longer asks for ${name}, which is yours`];
      if (typeof to !== 'string' || !isRange(to, from)) return [`${name} comes from ${JSON.stringify(to)}`];
      return kind !== 'template' && goesBack(from, to) ? [`${name} goes back from ${String(from)} to ${to}`] : [];
    });
}

/** Versions of the registry, by the name that stood there before. */
function isRange(range: string, before: Json | undefined): boolean {
  const target = aliasTarget(range);
  if (target !== undefined && target !== aliasTarget(String(before))) return false;
  return validRange(range.replace(/^npm:@?[^@]+@/, '')) !== null;
}

function goesBack(from: Json | undefined, to: string): boolean {
  const [old, fresh] = [String(from), to].map((range) => {
    const plain = range.replace(/^npm:@?[^@]+@/, '');
    return validRange(plain) === null ? null : minVersion(plain);
  });
  return old != null && fresh != null && lt(fresh, old);
}

function parse(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
