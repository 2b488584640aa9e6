import { canonical, isObject, type Json, type JsonObject } from '../util/json';
import { parseJsonText } from '../util/json-text';
import {
  commandsOf,
  INTEGRITY,
  identity,
  type LockedPackage,
  type Lockfile,
  LockfileError,
  type LookUp,
  objectOf,
  optionalText,
  textOf,
} from './lockfile';
import { bundledIn } from './npm-bundles';
import { isPackageName, lookedFor, packagesOnPath, parentOf } from './npm-paths';
import { npmRegistry, type PackageManager, parsed } from './package-manager';

/** npm, which comes with Node.js. */
export const NPM: PackageManager<'npm'> = {
  name: 'npm',
  title: 'npm',
  optionValues: ['npm'],
  program: 'npm',
  lockfile: 'package-lock.json',
  lockfileFormat: { read, versions },
  installedLockfile: 'node_modules/.package-lock.json',
  settings: [],
  npmrc: 'all',
  renovate: 'npm',
  installLocked: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
  installMutable: ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'],
  exec: ['npx', '--no-install'],
  typed: 'npx',
  script: ['npm', 'run'],
  scriptArguments: ['--'],
  add: (specs) => ['npm', 'install', '--save-dev', '--ignore-scripts', '--no-audit', '--no-fund', ...specs],
  update: (names) => ['npm', 'update', '--ignore-scripts', '--no-audit', '--no-fund', ...names],
  view: (spec, field) => ['npm', 'view', spec, field, '--json'],
  readView: parsed,
  registryOf: npmRegistry('npm'),
};

/** What the repository asks for. */
const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies'];
/** What an entry tells of the content of its package: the same version tells the same. */
const OF_CONTENT = [
  'bin',
  'bundleDependencies',
  'dependencies',
  'hasInstallScript',
  'optionalDependencies',
  'peerDependencies',
];
/** What the entry of the repository repeats of package.json, which is looked at by itself. */
const REPEATED = new Set([...SECTIONS, 'engines', 'license', 'version']);

function read(text: string): Lockfile {
  const lock = JSON.parse(text) as Json;
  if (!isObject(lock)) throw new LockfileError('it holds no object');
  if (lock.lockfileVersion !== 3) {
    throw new LockfileError(`its lockfileVersion is ${JSON.stringify(lock.lockfileVersion)} and not 3`);
  }
  const { packages, version: _, ...settings } = lock;
  const { '': root, ...entries } = objectOf(packages, '"packages"');
  const known = new Map(Object.entries(entries).map(([id, entry]) => [id, objectOf(entry, JSON.stringify(id))]));
  const bundled = bundledIn(known);
  const byId = new Map([...known].map(([id, entry]) => [id, packageOf(id, entry, bundled)]));
  for (const [id] of known) {
    const parent = parentOf(id);
    if (parent !== undefined && !known.has(parent)) throw new LockfileError(`it has ${id}, and no ${parent}`);
  }
  const own = objectOf(root, 'the entry of the repository');
  return {
    packages: byId,
    ranges: rangesOf(own),
    direct: (name) => byId.get(`node_modules/${name}`),
    found: ({ id }, name) => {
      const place = lookedFor(id, name).find((path) => byId.has(path));
      return place === undefined ? undefined : byId.get(place);
    },
    digest: INTEGRITY,
    settings: canonical({ ...settings, root: withoutRanges(own) }),
  };
}

function packageOf(id: string, entry: JsonObject, bundled: ReadonlySet<string>): LockedPackage {
  const names = packagesOnPath(id);
  const alias = names.at(-1) ?? id;
  const name = optionalText(entry.name) ?? alias;
  if (names.length > 0 && !isPackageName(name)) throw new LockfileError(`${JSON.stringify(name)} names no package`);
  const address = optionalText(entry.resolved);
  return {
    id,
    alias,
    name,
    version: entry.link === true ? '' : textOf(entry.version, `the version of ${JSON.stringify(id)}`),
    ...(address !== undefined && { address }),
    ...(typeof entry.integrity === 'string' && { digest: entry.integrity }),
    isPart: bundled.has(id),
    isForeign: names.length === 0 || entry.link === true || entry.link === 'true',
    mayLackDigest: false,
    hasScripts: entry.hasInstallScript === true,
    // npm links what stands here, and does not look into the package for it
    commands: commandsOf(entry.bin, name),
    isInner: names.length > 1,
    dependencies: [...SECTIONS, 'peerDependencies'].flatMap((section) =>
      Object.keys(objectOf(entry[section], `${id}: ${section}`)),
    ),
    manifest: canonical(Object.fromEntries(OF_CONTENT.map((key) => [key, entry[key] ?? null]))),
    content: canonical(entry),
  };
}

function rangesOf(root: JsonObject): Map<string, string> {
  return new Map(
    SECTIONS.flatMap((section) =>
      Object.entries(objectOf(root[section], section)).map(([name, range]): [string, string] => [name, String(range)]),
    ),
  );
}

function withoutRanges(root: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(root).filter(([key]) => !REPEATED.has(key)));
}

function versions(text: string): LookUp {
  const lock = parseJsonText(text) as JsonObject;
  const packages = isObject(lock.packages) ? lock.packages : {};
  return (name) => {
    const entry = packages[`node_modules/${name}`];
    return isObject(entry) && typeof entry.version === 'string' ? identity(entry.version, entry.integrity) : undefined;
  };
}
