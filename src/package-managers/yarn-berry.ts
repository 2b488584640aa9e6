import { canonical, isObject, type JsonObject } from '../util/json';
import { readYaml } from '../util/strict-yaml';
import { parseYamlObject } from '../util/yaml-object';
import {
  aliasTarget,
  identity,
  isVersion,
  type LockedPackage,
  type Lockfile,
  LockfileError,
  type LookUp,
  objectOf,
  optionalText,
  textOf,
} from './lockfile';
import { type PackageManager, parsed } from './package-manager';
import type { RegistrySettings, SettingsFile } from './settings';

/** Holds releases and plugins that run in place of the installed program; Yarn 1 takes a release from there, too. */
export const YARN_FOLDER: SettingsFile = { path: '.yarn/' };

/** What every Yarn says where no registry is set. */
export const YARN_REGISTRY = 'https://registry.yarnpkg.com';

const YARNRC = '.yarnrc.yml';

/** The only linker that leaves the programs of packages where everybody looks for them. */
const LINKER = 'node-modules';

/** Settings that the registries of the repository make. */
const REGISTRY_KEYS = [
  'npmRegistryServer',
  'npmScopes',
  'npmRegistries',
  'npmAlwaysAuth',
  'npmAuthToken',
  'npmAuthIdent',
];

/** Yarn from 2 on, with `node_modules`. */
export const YARN_BERRY: PackageManager<'yarn-berry'> = {
  name: 'yarn-berry',
  title: 'Yarn',
  optionValues: ['yarn_berry', 'yarn2'],
  program: 'yarn',
  release: {
    package: '@yarnpkg/cli-dist',
    version: '4.18.1',
    integrity: 'sha512-EH+A4TxAtBWXKE0DGQxW9Bo9crXHLJ73mfxjTQJuv8XonNWWTpei8BQ5JjczHJNU9GROTycwMFn8iOvRIZXUcA==',
    bin: { yarn: 'bin/yarn.js' },
  },
  lockfile: 'yarn.lock',
  lockfileFormat: { isOwn: isBerryLockfile, read, versions },
  settings: [
    YARN_FOLDER,
    {
      path: YARNRC,
      isShared: true,
      registries: /^\s*(?:(@[\w.-]+):)?npmRegistryServer\s*[=:]\s*["']?(https?:\/\/[^\s"'#]+)/gm,
    },
  ],
  npmrc: 'nothing',
  renovate: 'npm',
  defaultRegistry: YARN_REGISTRY,
  leftovers: {
    paths: [YARNRC, '.yarn', '.pnp.cjs', '.pnp.loader.mjs'],
    generated: [YARNRC],
    ignored: ['/.yarn/', '/.pnp.*'],
  },
  projenOptions: (release, registries, { yarnBerryOptions }) => {
    const given = isObject(yarnBerryOptions) ? yarnBerryOptions : {};
    const settings = isObject(given.yarnRcOptions) ? given.yarnRcOptions : {};
    const yarnRcOptions = { ...settings, ...yarnRegistry(registries), nodeLinker: LINKER };
    return {
      yarnBerryOptions: { ...given, version: release?.version, yarnRcOptions },
      npmRegistryUrl: registries.registry, // projen compares the two
    };
  },
  ownedOptions: [
    {
      path: ['yarnBerryOptions', 'version'],
      cause: 'workflows install the package manager by version and digest, and this names no digest',
      remedy: "Give 'packageManagerRelease' with version and integrity.",
    },
    {
      path: ['yarnBerryOptions', 'yarnRcOptions', 'nodeLinker'],
      allowed: LINKER,
      cause: "projen's tasks, Biome and the impact report find commands and packages in node_modules",
      remedy: `Leave the option out, or use '${LINKER}'.`,
    },
    ...REGISTRY_KEYS.map((key) => ({
      path: ['yarnBerryOptions', 'yarnRcOptions', key],
      isSecret: true,
      cause: "'npmRegistry' says where packages come from, so that workflows know which tokens they need",
      remedy: "Leave the option out, and give 'npmRegistry'.",
    })),
  ],
  installLocked: ['yarn', 'install', '--immutable', '--mode=skip-build'],
  installMutable: ['yarn', 'install', '--no-immutable', '--mode=skip-build'],
  exec: ['yarn', 'run'],
  typed: 'yarn',
  script: ['yarn', 'run'],
  scriptArguments: [],
  add: (specs) => ['yarn', 'add', '--dev', '--mode=skip-build', ...specs],
  // `yarn up` alone would leave the ranges of package.json behind
  update: (names) => ['yarn', 'up', '--recursive', '--mode=skip-build', ...names],
  view: (spec, field) => ['yarn', 'npm', 'info', spec, '--fields', field, '--json'],
  readView: (output, field) => (parsed(output) as Readonly<Record<string, unknown>> | undefined)?.[field],
  registryOf: (scope) => [
    ...(scope === undefined ? [] : [['yarn', 'config', 'get', `npmScopes["${scope.slice(1)}"].npmRegistryServer`]]),
    ['yarn', 'config', 'get', 'npmRegistryServer'],
  ],
};

/** Where packages come from, in its settings: an empty token where the variable is not set, because it would stop. */
function yarnRegistry({ registry, token, scopes = [] }: RegistrySettings) {
  const entry = (one: { readonly registry: string; readonly token?: string }) => ({
    npmRegistryServer: new URL(one.registry).href,
    ...(one.token !== undefined && { npmAlwaysAuth: true, npmAuthToken: `\${${one.token}:-}` }),
  });
  return {
    ...(registry !== undefined && entry({ registry, token })),
    ...(scopes.length > 0 && {
      npmScopes: Object.fromEntries(scopes.map((scope) => [scope.scope.slice(1), entry(scope)])),
    }),
  };
}

/** A digest of SHA-512 as Yarn writes it, with the version of its cache before it. */
const CHECKSUM = /^(?:\w+\/)?[0-9a-f]{128}$/;

const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies'];
const RESOLUTION = /^(@?[^@]+)@npm:([^:]+)(?:::__archiveUrl=([^&]+))?$/;
/** What Yarn itself changes in a package, so that it works without node_modules. */
const BUILT_IN =
  /^(@?[^@]+)@patch:\1@npm%3A[^#/]+#optional!builtin<compat\/[a-z-]+>(?:::version=([^&]+)&hash=[0-9a-f]+)?$/;
const OWN = /@workspace:\.$/;

function read(text: string): Lockfile {
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
    const one = packageOf(resolution, entry, key);
    if (packages.has(one.id)) throw new LockfileError(`it has ${one.id} twice`);
    packages.set(one.id, one);
    for (const descriptor of key.split(', ')) {
      if (nameOf(descriptor) !== one.name) throw new LockfileError(`${descriptor} gets ${resolution}`);
      if (byDescriptor.has(descriptor)) throw new LockfileError(`it has ${descriptor} twice`);
      byDescriptor.set(descriptor, one);
    }
  }
  for (const one of packages.values()) {
    const [, name, version] = BUILT_IN.exec(one.id) ?? [];
    const changed = packages.get(`${name}@npm:${version}`);
    if (changed?.digest !== undefined) packages.set(one.id, { ...one, isPart: true });
  }
  const asked = ['dependencies', 'optionalDependencies'].flatMap((section) =>
    Object.entries(objectOf(own?.[section], section)),
  );
  return {
    packages,
    ranges: new Map(asked.map(([name, range]) => [name, String(range).replace(/^npm:(?!.*@)/, '')])),
    direct: (name, range) => byDescriptor.get(`${name}@npm:${range}`) ?? byDescriptor.get(`${name}@${range}`),
    digest: CHECKSUM,
    settings: canonical(objectOf(metadata, '"__metadata"')),
  };
}

/** The package that a descriptor asks for: `name@npm:^1`, `other@npm:name@^1`. */
function nameOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return aliasTarget(descriptor.slice(at + 1)) ?? descriptor.slice(0, at);
}

function packageOf(resolution: string, entry: JsonObject, key: string): LockedPackage {
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
    isPart: false,
    isForeign:
      entry.linkType !== 'hard' ||
      entry.languageName !== 'node' ||
      (patched === undefined && (version === undefined || !isVersion(version) || version !== entry.version)),
    // Yarn fetches what is for this machine alone, and knows no digest of the rest
    mayLackDigest: typeof entry.conditions === 'string',
    // no commands: Yarn links those that the package itself names, whatever stands in `bin` here
    dependencies: SECTIONS.flatMap((section) => Object.keys(objectOf(entry[section], section))),
    content: canonical({ entry, asked: key.split(', ').sort() }),
  };
}

function versions(text: string): LookUp {
  const lock = parseYamlObject(text);
  return (name, range) => {
    const key = Object.keys(lock).find((candidate) => candidate.split(', ').includes(`${name}@npm:${range}`));
    const entry = key === undefined ? undefined : lock[key];
    return isObject(entry) && typeof entry.version === 'string' ? identity(entry.version, entry.checksum) : undefined;
  };
}

/** Yarn 1 calls its lockfile the same. */
export function isBerryLockfile(text: string): boolean {
  return text.includes('__metadata:');
}
