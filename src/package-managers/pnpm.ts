import { canonical, isObject, type Json, type JsonObject } from '../util/json';
import { readYaml } from '../util/strict-yaml';
import { parseYamlObject } from '../util/yaml-object';
import {
  INTEGRITY,
  identity,
  isVersion,
  type LockedPackage,
  type Lockfile,
  LockfileError,
  type LookUp,
  objectOf,
  optionalText,
} from './lockfile';
import { npmRegistry, type PackageManager, parsed } from './package-manager';

/** pnpm. */
export const PNPM: PackageManager<'pnpm'> = {
  name: 'pnpm',
  title: 'pnpm',
  optionValues: ['pnpm'],
  program: 'pnpm',
  // 11 and later ignore what projen writes for pnpm into package.json
  release: {
    package: 'pnpm',
    version: '10.34.9',
    integrity: 'sha512-9JtajqD97bRLs8DB1ldQkqU8KVDZW3rRXfEfF5dId6LeOgHAfpNOmyjOcW5RwJqUlixzBtCb4uHksYqMh2L9Mg==',
    bin: { pnpm: 'bin/pnpm.cjs' },
  },
  lockfile: 'pnpm-lock.yaml',
  lockfileFormat: { read, versions },
  settings: [
    { path: 'pnpm-workspace.yaml', isShared: true },
    { path: '.pnpmfile.cjs', otherNames: ['.pnpmfile.js', '.pnpmfile.mjs'] },
  ],
  npmrc: 'registries',
  renovate: 'npm',
  projenOptions: (release) => ({ pnpmVersion: release?.version }),
  installLocked: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts'],
  installMutable: ['pnpm', 'install', '--no-frozen-lockfile', '--ignore-scripts'],
  exec: ['pnpm', 'exec'],
  typed: 'pnpm exec',
  script: ['pnpm', 'run'],
  scriptArguments: [],
  add: (specs) => ['pnpm', 'add', '--save-dev', '--ignore-scripts', ...specs],
  update: (names) => ['pnpm', 'update', '--ignore-scripts', ...names],
  view: (spec, field) => ['pnpm', 'view', spec, field, '--json'],
  readView: parsed,
  registryOf: npmRegistry('pnpm'),
};

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** `name@1.2.3`, with the peers that it was joined with in brackets. */
const KEY = /^(@?[^@()]+)@([^()]+)(\(.*\))?$/;

function read(text: string): Lockfile {
  const lock = objectOf(readYaml(text), 'it');
  const { importers, packages, snapshots, ...settings } = lock;
  const roots = objectOf(importers, '"importers"');
  const others = Object.keys(roots).filter((name) => name !== '.');
  if (others.length > 0) throw new LockfileError(`it speaks of other packages of the repository (${others[0]})`);
  const asked = dependenciesOf(objectOf(snapshots, '"snapshots"'));
  const found = Object.entries(objectOf(packages, '"packages"')).map(([key, entry]) =>
    packageOf(key, objectOf(entry, JSON.stringify(key)), asked.get(key) ?? { names: [], joined: {} }),
  );
  const byId = new Map(found.map((one) => [one.id, one]));
  for (const key of asked.keys()) if (!byId.has(key)) throw new LockfileError(`"packages" has no ${key}`);
  const direct = directOf(objectOf(roots['.'], 'the entry of the repository'));
  return {
    packages: byId,
    ranges: new Map([...direct].map(([name, { specifier }]) => [name, specifier])),
    direct: (name) => byId.get(direct.get(name)?.key ?? ''),
    digest: INTEGRITY,
    settings: canonical(settings),
  };
}

/** What a package asks for, and what it gets, for each of the peers that it is joined with. */
interface Asked {
  readonly names: readonly string[];
  readonly joined: JsonObject;
}

function packageOf(key: string, entry: JsonObject, { names, joined }: Asked): LockedPackage {
  const [, name, version] = KEY.exec(key) ?? [];
  if (name === undefined || version === undefined) throw new LockfileError(`${JSON.stringify(key)} is no package`);
  const { integrity, tarball, ...rest } = objectOf(entry.resolution, `the resolution of ${key}`);
  const address = optionalText(tarball);
  const digest = optionalText(integrity);
  return {
    id: key,
    alias: name,
    name,
    version,
    ...(address !== undefined && { address }),
    ...(digest !== undefined && { digest }),
    isPart: false,
    // another type of resolution, a commit, a folder
    isForeign: !isVersion(version) || Object.keys(rest).length > 0,
    mayLackDigest: false,
    ...(entry.requiresBuild === true && { hasScripts: true }),
    // no commands: this lockfile tells only whether there are some
    dependencies: names,
    content: canonical({ entry, joined }),
  };
}

/** Names that each package asks for; what is linked from elsewhere is refused. */
function dependenciesOf(snapshots: JsonObject): Map<string, Asked> {
  const asked = new Map<string, { names: string[]; joined: Record<string, Json> }>();
  for (const [id, snapshot] of Object.entries(snapshots)) {
    const key = id.replace(/\(.*$/, '');
    const entry = objectOf(snapshot, JSON.stringify(id));
    const versions = SECTIONS.flatMap((section) => Object.entries(objectOf(entry[section], `${id}: ${section}`)));
    for (const [name, version] of versions) {
      if (!/^(@?[^@()/]+(\/[^@()/]+)?@)?\d[^()/]*(\(.*\))?$/.test(String(version))) {
        throw new LockfileError(`${id} gets ${name} from ${String(version)}`);
      }
    }
    const known = asked.get(key) ?? { names: [], joined: {} };
    known.names.push(...versions.map(([name]) => name));
    known.joined[id] = entry;
    asked.set(key, known);
  }
  return asked;
}

function directOf(root: JsonObject): Map<string, { specifier: string; key: string }> {
  const entries = SECTIONS.flatMap((section) => Object.entries(objectOf(root[section], section)));
  return new Map(
    entries.map(([name, value]) => {
      const { specifier, version } = objectOf(value, name);
      const plain = String(version).replace(/\(.*$/, '');
      const key = isVersion(plain) ? `${name}@${plain}` : plain;
      return [name, { specifier: String(specifier), key }];
    }),
  );
}

function versions(text: string): LookUp {
  const lock = parseYamlObject(text);
  const importers = isObject(lock.importers) ? lock.importers : {};
  const root = isObject(importers['.']) ? importers['.'] : lock;
  const packages = isObject(lock.packages) ? lock.packages : {};
  return (name) => {
    const entry = ['dependencies', 'devDependencies']
      .map((kind) => (isObject(root[kind]) ? root[kind][name] : undefined))
      .find(isObject);
    const version = typeof entry?.version === 'string' ? entry.version.replace(/\(.*$/, '') : undefined;
    if (version === undefined) return undefined;
    const found = packages[`${name}@${version}`];
    return identity(version, isObject(found) && isObject(found.resolution) ? found.resolution.integrity : undefined);
  };
}
