import { validRange } from 'semver';
import { aliasTarget, type LockedPackage, type Lockfile, LockfileError } from './model';

const HEADER = /^(?:# .*\n|\n)*$/;
const STRING = /^"(?:[^"\\\n]|\\["\\])*"$|^[^\s"',:][^\s"',]*$/;

/** `yarn.lock` of Yarn 1. */
export function readYarn(text: string): Lockfile {
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
  return { packages, direct: (name, range) => byDescriptor.get(`${name}@${range}`), settings: '' };
}

function packageOf(block: string): { descriptors: readonly string[]; one: LockedPackage } {
  const [head = '', ...lines] = block.trimEnd().split('\n');
  if (!head.endsWith(':')) throw new LockfileError(`${JSON.stringify(head.slice(0, 80))} begins no package`);
  const descriptors = head.slice(0, -1).split(', ').map(unquoted);
  const fields = new Map<string, string>();
  const dependencies: string[] = [];
  let section = '';
  for (const line of lines) {
    const group = /^ {2}(dependencies|optionalDependencies):$/.exec(line)?.[1];
    const [, indent = '', key = '', value = ''] = /^( {2}| {4})("[^"]+"|\S+) (.+)$/.exec(line) ?? [];
    if (group !== undefined) section = group;
    else if (indent === '    ' && section !== '') dependencies.push(unquoted(key));
    else if (indent === '  ' && !fields.has(key)) fields.set(key, unquoted(value));
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
      (validRange(part.range.replace(/^npm:(@?[^@]+@)?/, '')) !== null || /^[a-z][\w.-]*$/i.test(part.range)),
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
    content: JSON.stringify([isForeign, version, address, digest, [...dependencies].sort()]),
  };
  return { descriptors, one };
}

function unquoted(text: string): string {
  if (!STRING.test(text)) throw new LockfileError(`${JSON.stringify(text.slice(0, 80))} is no name or value`);
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}
