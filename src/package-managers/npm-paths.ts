import { LockfileError } from './lockfile';

/** A name as the registry takes it; those from before the rule of small letters are there still. */
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;
const LONGEST_NAME = 214;
/** Names that no package can have. */
const TAKEN = new Set(['node_modules', 'favicon.ico']);

/** A folder of the repository itself, from which a path may begin: a package of a workspace. */
const OWN_FOLDER = /^[^\\/:*?"<>|\p{C}]+$/u;

const FOLDER = 'node_modules';

/** Whether a text is the name of a package. */
export function isPackageName(name: string): boolean {
  return name.length <= LONGEST_NAME && NAME.test(name) && !TAKEN.has(name.toLowerCase());
}

/**
 * The names of packages on the way to one, the outermost first; none for a folder of the repository.
 *
 * @throws LockfileError for a path that npm never writes: out of the repository, into another folder, by no name
 */
export function packagesOnPath(path: string): string[] {
  const parts = path.split('/');
  const first = parts.indexOf(FOLDER);
  const own = first < 0 ? parts : parts.slice(0, first);
  if (own.some((part) => !OWN_FOLDER.test(part) || part === '.' || part === '..')) throw impossible(path);
  const names: string[] = [];
  let left = parts.slice(own.length);
  while (left.length > 0) {
    const size = left[1]?.startsWith('@') ? 3 : 2;
    const name = left.slice(1, size).join('/');
    if (left[0] !== FOLDER || left.length < size || !isPackageName(name)) throw impossible(path);
    names.push(name);
    left = left.slice(size);
  }
  return names;
}

/** The path of the package in which another one lies; `undefined` at the top. */
export function parentOf(path: string): string | undefined {
  const at = path.lastIndexOf(`/${FOLDER}/`);
  return at < 0 ? undefined : path.slice(0, at);
}

/** Where Node.js looks for a package that another one asks for, the nearest place first. */
export function lookedFor(from: string, name: string): string[] {
  const places: string[] = [];
  for (let at: string | undefined = from; at !== undefined; at = parentOf(at)) places.push(`${at}/${FOLDER}/${name}`);
  return [...places, `${FOLDER}/${name}`];
}

function impossible(path: string): LockfileError {
  return new LockfileError(`${JSON.stringify(path.slice(0, 120))} is no path of a package`);
}
