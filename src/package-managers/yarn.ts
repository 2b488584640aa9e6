import {
  aliasTarget,
  INTEGRITY,
  identity,
  isRange,
  type LockedPackage,
  type Lockfile,
  LockfileError,
  type LookUp,
} from './lockfile';
import { npmRegistry, type PackageManager, parsed } from './package-manager';
import { isBerryLockfile, YARN_FOLDER, YARN_REGISTRY } from './yarn-berry';

/** Yarn 1. It puts a header around what a program prints unless it is silent. */
export const YARN: PackageManager<'yarn'> = {
  name: 'yarn',
  title: 'Yarn 1',
  optionValues: ['yarn_classic', 'yarn'],
  program: 'yarn',
  release: {
    package: 'yarn',
    version: '1.22.22',
    integrity: 'sha512-prL3kGtyG7o9Z9Sv8IPfBNrWTDmXB4Qbes8A9rEzt6wkJV8mUvoirjU0Mp3GGAU06Y0XQyA3/2/RQFVuK7MTfg==',
    bin: { yarn: 'bin/yarn.js' },
  },
  lockfile: 'yarn.lock',
  lockfileFormat: { isOwn: (text) => !isBerryLockfile(text), read, versions },
  settings: [
    YARN_FOLDER,
    { path: '.yarnrc', registries: /^\s*"?(?:(@[\w.-]+):)?registry"?\s+"?(https?:\/\/[^\s"'#]+)/gm },
  ],
  npmrc: 'all',
  renovate: 'npm',
  needsTokens: true,
  defaultRegistry: YARN_REGISTRY,
  projenOptions: () => ({ projenCommand: 'yarn projen' }), // projen would say npx
  installLocked: ['yarn', 'install', '--frozen-lockfile', '--ignore-scripts', '--non-interactive'],
  installMutable: ['yarn', 'install', '--ignore-scripts', '--non-interactive'],
  exec: ['yarn', '--silent', 'run'],
  typed: 'yarn',
  script: ['yarn', 'run'],
  scriptArguments: [],
  add: (specs) => ['yarn', 'add', '--dev', '--ignore-scripts', '--non-interactive', ...specs],
  update: (names) => ['yarn', 'upgrade', '--ignore-scripts', '--non-interactive', ...names],
  view: (spec, field) => ['yarn', 'info', spec, field, '--json'],
  readView: (output) => (parsed(output) as { readonly data?: unknown } | undefined)?.data,
  // it shows its own setting alone, and reads .npmrc as well
  registryOf: (scope) => {
    const [last, ...scoped] = [...npmRegistry('npm')(scope)].reverse();
    return [...scoped, ['yarn', '--silent', 'config', 'get', 'registry'], last ?? []];
  },
};

const HEADER = /^(?:# .*\n|\n)*$/;
const STRING = /^"(?:[^"\\\n]|\\["\\])*"$|^[^\s"',:][^\s"',]*$/;

function read(text: string): Lockfile {
  const [head = '', ...rest] = text.split(/(?<=\n)(?=[^\s#])/);
  const blocks = /^[\s#]/.test(text) ? rest : [head, ...rest];
  if (/^[\s#]/.test(text) && !HEADER.test(head)) throw new LockfileError('its head is not that of Yarn');
  const packages = new Map<string, LockedPackage>();
  const byDescriptor = new Map<string, LockedPackage>();
  for (const block of blocks) {
    const { descriptors, one } = packageOf(block);
    if (packages.has(one.id)) throw new LockfileError(`it has ${one.id} twice`);
    packages.set(one.id, one);
    for (const descriptor of descriptors) {
      if (byDescriptor.has(descriptor)) throw new LockfileError(`it has ${descriptor} twice`);
      byDescriptor.set(descriptor, one);
    }
  }
  return { packages, direct: (name, range) => byDescriptor.get(`${name}@${range}`), digest: INTEGRITY, settings: '' };
}

function packageOf(block: string): { descriptors: readonly string[]; one: LockedPackage } {
  const [head = '', ...lines] = block.trimEnd().split('\n');
  if (!head.endsWith(':')) throw new LockfileError(`${JSON.stringify(head.slice(0, 80))} begins no package`);
  const descriptors = head.slice(0, -1).split(', ').map(unquoted);
  const fields = new Map<string, string>();
  const [dependencies, asked]: [string[], string[]] = [[], []];
  let section = '';
  for (const line of lines) {
    const group = /^ {2}(dependencies|optionalDependencies):$/.exec(line)?.[1];
    const [, indent = '', key = '', value = ''] = /^( {2}| {4})("[^"]+"|\S+) (.+)$/.exec(line) ?? [];
    if (group !== undefined) section = group;
    else if (indent === '    ' && section !== '') {
      dependencies.push(unquoted(key));
      asked.push(`${unquoted(key)}@${unquoted(value)}`);
    } else if (indent === '  ' && !fields.has(key)) fields.set(key, unquoted(value));
    else throw new LockfileError(`${JSON.stringify(line.slice(0, 80))} stands in ${descriptors[0]}`);
  }
  const parts = descriptors.map((descriptor) => {
    const at = descriptor.indexOf('@', 1);
    return { alias: descriptor.slice(0, at), range: descriptor.slice(at + 1) };
  });
  const [{ alias, range } = { alias: '', range: '' }] = parts;
  const name = aliasTarget(range) ?? alias;
  const isPlain = parts.every(
    (part) =>
      part.alias === alias &&
      (aliasTarget(part.range) ?? alias) === name &&
      (isRange(part.range.replace(/^npm:(@?[^@]+@)?/, '')) || /^[a-z][\w.-]*$/i.test(part.range)),
  );
  const version = fields.get('version') ?? '';
  const [address, digest] = [fields.get('resolved'), fields.get('integrity')];
  const isForeign = !isPlain || [...fields.keys()].some((key) => !['version', 'resolved', 'integrity'].includes(key));
  const one: LockedPackage = {
    id: `${alias}@${name}@${version}`,
    alias,
    name,
    version,
    ...(address !== undefined && { address }),
    ...(digest !== undefined && { digest }),
    isPart: false,
    isForeign,
    mayLackDigest: false,
    dependencies,
    // no commands: this lockfile does not tell them
    content: JSON.stringify([isForeign, version, address, digest, asked.sort(), [...descriptors].sort()]),
  };
  return { descriptors, one };
}

function unquoted(text: string): string {
  if (!STRING.test(text)) throw new LockfileError(`${JSON.stringify(text.slice(0, 80))} is no name or value`);
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

function versions(text: string): LookUp {
  const blocks = text.split(/\n(?=\S)/);
  return (name, range) => {
    const block = blocks.find((candidate) => {
      const [head = ''] = candidate.split('\n', 1);
      const keys = head.replace(/:$/, '').split(', ');
      return keys.some((key) => key.replace(/"/g, '') === `${name}@${range}`);
    });
    const version = /^ {2}version "?([^"\n]+)"?$/m.exec(block ?? '')?.[1];
    return version === undefined ? undefined : identity(version, /^ {2}integrity (\S+)$/m.exec(block ?? '')?.[1]);
  };
}
