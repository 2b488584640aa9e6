import { valid } from 'semver';
import { canonical, type JsonObject } from '../../../impact/json';
import { readYaml } from '../yaml';
import {
  aliasTarget,
  commandsOf,
  type LockedPackage,
  type Lockfile,
  LockfileError,
  objectOf,
  optionalText,
  textOf,
} from './model';

const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies'];
const RESOLUTION = /^(@?[^@]+)@npm:([^:]+)(?:::__archiveUrl=([^&]+))?$/;
/** What Yarn itself changes in a package, so that it works without node_modules. */
const BUILT_IN =
  /^(@?[^@]+)@patch:\1@npm%3A[^#/]+#optional!builtin<compat\/[a-z-]+>(?:::version=([^&]+)&hash=[0-9a-f]+)?$/;
const OWN = /@workspace:\.$/;

/** `yarn.lock` of Yarn 2 and later. */
export function readYarnBerry(text: string): Lockfile {
  const { __metadata: metadata, ...entries } = objectOf(readYaml(text), 'it');
  const packages = new Map<string, LockedPackage>();
  const byDescriptor = new Map<string, LockedPackage>();
  let own: JsonObject | undefined;
  for (const [key, value] of Object.entries(entries)) {
    const entry = objectOf(value, JSON.stringify(key));
    const resolution = textOf(entry.resolution, `the resolution of ${key}`);
    if (OWN.test(resolution)) {
      if (own !== undefined) throw new LockfileError('it speaks of the repository twice');
      own = entry;
      continue;
    }
    const one = packageOf(resolution, entry);
    if (packages.has(one.id)) throw new LockfileError(`it has ${one.id} twice`);
    packages.set(one.id, one);
    for (const descriptor of key.split(', ')) {
      if (nameOf(descriptor) !== one.name) throw new LockfileError(`${descriptor} gets ${resolution}`);
      if (byDescriptor.has(descriptor)) throw new LockfileError(`it has ${descriptor} twice`);
      byDescriptor.set(descriptor, one);
    }
  }
  const asked = ['dependencies', 'optionalDependencies'].flatMap((section) =>
    Object.entries(objectOf(own?.[section], section)),
  );
  return {
    packages,
    ranges: new Map(asked.map(([name, range]) => [name, String(range).replace(/^npm:(?!.*@)/, '')])),
    direct: (name, range) => byDescriptor.get(`${name}@npm:${range}`) ?? byDescriptor.get(`${name}@${range}`),
    settings: canonical(objectOf(metadata, '"__metadata"')),
  };
}

/** The package that a descriptor asks for: `name@npm:^1`, `other@npm:name@^1`. */
function nameOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return aliasTarget(descriptor.slice(at + 1)) ?? descriptor.slice(0, at);
}

function packageOf(resolution: string, entry: JsonObject): LockedPackage {
  const [, name, version, archive] = RESOLUTION.exec(resolution) ?? [];
  const [, patched] = BUILT_IN.exec(resolution) ?? [];
  const alias = patched ?? name ?? /^@?[^@]+/.exec(resolution)?.[0] ?? resolution;
  const digest = optionalText(entry.checksum);
  return {
    id: resolution,
    alias,
    name: alias,
    version: String(entry.version ?? ''),
    ...(archive !== undefined && { address: decodeURIComponent(archive) }),
    ...(digest !== undefined && { digest }),
    isPart: patched !== undefined,
    isForeign:
      entry.linkType !== 'hard' ||
      entry.languageName !== 'node' ||
      (patched === undefined && (version === undefined || valid(version) === null || version !== entry.version)),
    // Yarn fetches what is for this machine alone, and knows no digest of the rest
    mayLackDigest: typeof entry.conditions === 'string',
    commands: commandsOf(entry.bin, alias),
    dependencies: SECTIONS.flatMap((section) => Object.keys(objectOf(entry[section], section))),
    content: canonical(entry),
  };
}
