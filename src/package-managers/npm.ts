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
  const found = Object.entries(entries).map(([id, entry]) => packageOf(id, objectOf(entry, JSON.stringify(id))));
  const byId = new Map(found.map((one) => [one.id, one]));
  const own = objectOf(root, 'the entry of the repository');
  return {
    packages: byId,
    ranges: rangesOf(own),
    direct: (name) => byId.get(`node_modules/${name}`),
    digest: INTEGRITY,
    settings: canonical({ ...settings, root: withoutRanges(own) }),
  };
}

function packageOf(id: string, entry: JsonObject): LockedPackage {
  const at = id.lastIndexOf('node_modules/');
  const alias = at < 0 ? id : id.slice(at + 'node_modules/'.length);
  const address = optionalText(entry.resolved);
  return {
    id,
    alias,
    name: optionalText(entry.name) ?? alias,
    version: entry.link === true ? '' : textOf(entry.version, `the version of ${JSON.stringify(id)}`),
    ...(address !== undefined && { address }),
    ...(typeof entry.integrity === 'string' && { digest: entry.integrity }),
    isPart: entry.inBundle === true && address === undefined && id.indexOf('node_modules/') !== at,
    isForeign: at < 0 || entry.link === true || entry.link === 'true',
    mayLackDigest: false,
    hasScripts: entry.hasInstallScript === true,
    commands: commandsOf(entry.bin, optionalText(entry.name) ?? alias),
    dependencies: [...SECTIONS, 'peerDependencies'].flatMap((section) =>
      Object.keys(objectOf(entry[section], `${id}: ${section}`)),
    ),
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
