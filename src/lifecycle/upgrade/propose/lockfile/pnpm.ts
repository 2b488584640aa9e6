import { valid } from 'semver';
import { canonical, type JsonObject } from '../../../../util/json';
import { readYaml } from '../yaml';
import { type LockedPackage, type Lockfile, LockfileError, objectOf, optionalText } from './model';

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** `name@1.2.3`, with the peers that it was joined with in brackets. */
const KEY = /^(@?[^@()]+)@([^()]+)(\(.*\))?$/;

/** `pnpm-lock.yaml`. */
export function readPnpm(text: string): Lockfile {
  const lock = objectOf(readYaml(text), 'it');
  const { importers, packages, snapshots, ...settings } = lock;
  const roots = objectOf(importers, '"importers"');
  const others = Object.keys(roots).filter((name) => name !== '.');
  if (others.length > 0) throw new LockfileError(`it speaks of other packages of the repository (${others[0]})`);
  const asked = dependenciesOf(objectOf(snapshots, '"snapshots"'));
  const found = Object.entries(objectOf(packages, '"packages"')).map(([key, entry]) =>
    packageOf(key, objectOf(entry, JSON.stringify(key)), asked.get(key) ?? []),
  );
  const byId = new Map(found.map((one) => [one.id, one]));
  for (const key of asked.keys()) if (!byId.has(key)) throw new LockfileError(`"packages" has no ${key}`);
  const direct = directOf(objectOf(roots['.'], 'the entry of the repository'));
  return {
    packages: byId,
    ranges: new Map([...direct].map(([name, { specifier }]) => [name, specifier])),
    direct: (name) => byId.get(direct.get(name)?.key ?? ''),
    settings: canonical(settings),
  };
}

function packageOf(key: string, entry: JsonObject, dependencies: readonly string[]): LockedPackage {
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
    isForeign: valid(version) === null || Object.keys(rest).length > 0,
    mayLackDigest: false,
    ...(entry.requiresBuild === true && { hasScripts: true }),
    dependencies,
    content: canonical(entry),
  };
}

/** Names that each package asks for; what is linked from elsewhere is refused. */
function dependenciesOf(snapshots: JsonObject): Map<string, string[]> {
  const asked = new Map<string, string[]>();
  for (const [id, snapshot] of Object.entries(snapshots)) {
    const key = id.replace(/\(.*$/, '');
    const entry = objectOf(snapshot, JSON.stringify(id));
    const versions = SECTIONS.flatMap((section) => Object.entries(objectOf(entry[section], `${id}: ${section}`)));
    for (const [name, version] of versions) {
      if (!/^(@?[^@()/]+(\/[^@()/]+)?@)?\d[^()/]*(\(.*\))?$/.test(String(version))) {
        throw new LockfileError(`${id} gets ${name} from ${String(version)}`);
      }
    }
    asked.set(key, [...(asked.get(key) ?? []), ...versions.map(([name]) => name)]);
  }
  return asked;
}

function directOf(root: JsonObject): Map<string, { specifier: string; key: string }> {
  const entries = SECTIONS.flatMap((section) => Object.entries(objectOf(root[section], section)));
  return new Map(
    entries.map(([name, value]) => {
      const { specifier, version } = objectOf(value, name);
      const plain = String(version).replace(/\(.*$/, '');
      const key = valid(plain) === null ? plain : `${name}@${plain}`;
      return [name, { specifier: String(specifier), key }];
    }),
  );
}
