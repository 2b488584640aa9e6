import { contentHash } from '../../../src/files/content';
import { EXTENSIONS } from '../../../src/files/paths';
import { differencesFromFresh } from './fresh';
import type { Repository } from './repository';

/** Paths that owners have, by the path that they have at each version. */
const MOVED: Readonly<Record<string, string>> = { 'src/extensions.ts': 'src/hooks.ts' };

/** What an extension imports from the template, where the template's files have a folder of their own. */
const followed = (text: string): string =>
  text.replace(/(from ['"])\.\/extension-points/, '$1./template/extension-points');

/** Files that the template takes over: what the owner made of them is kept beside. */
const TAKEN: Readonly<Record<string, string>> = { 'app/Dockerfile': 'app/Dockerfile.mine' };

/** Lines of a conflict, and what tools leave that could not merge. */
const CONFLICT = /^(<{7}|={7}|>{7})( |$)/m;

/** What a person owns in a repository: files that the template does not write, and `.projenrc.ts` by what it says. */
export async function ownedFiles(repository: Repository): Promise<Map<string, string>> {
  const { files } = repository.manifest;
  const tree = await repository.tree();
  const isOwn = (path: string) =>
    (files[path] === undefined || files[path].class === 'owned' || files[path].released) &&
    !/^(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|\.projenrc\.\w+|\.udp-service\/.*|test\/(?:template\/)?__snapshots__\/stages.*)$/.test(
      path,
    );
  const own = new Map([...tree].filter(([path]) => isOwn(path)));
  // the one file of an owner in which a migration follows the template's files: their names, and nothing else
  if (own.has(EXTENSIONS)) own.set(EXTENSIONS, contentHash(followed(repository.read(EXTENSIONS))));
  return own;
}

/** Owned files that an upgrade has changed or lost; `before` is what `ownedFiles` said. */
export async function lostFiles(before: ReadonlyMap<string, string>, repository: Repository): Promise<string[]> {
  const tree = await repository.tree();
  const untouched = (path: string) => repository.manifest.files[path]?.sha256 === tree.get(path);
  return [...before].flatMap(([path, hash]) => {
    const places = [path, MOVED[path], TAKEN[path]].filter((place) => place !== undefined);
    if (places.some((place) => tree.get(place) === hash)) return [];
    // a sample that nobody edited is the template's to change when it takes it over
    return TAKEN[path] !== undefined && untouched(path) ? [] : [`${path} is not what its owner wrote`];
  });
}

/** Files that hold what a merge could not decide. */
export async function conflicts(repository: Repository): Promise<string[]> {
  const paths = [...(await repository.tree()).keys()].filter((path) => /\.(ts|json|ya?ml|md|py)$/.test(path));
  return paths.filter((path) => CONFLICT.test(repository.read(path)));
}

/** What is wrong with a repository after an upgrade; empty where nothing is. */
export async function problemsOf(before: ReadonlyMap<string, string>, repository: Repository): Promise<string[]> {
  return [
    ...(await conflicts(repository)).map((path) => `${path} holds a conflict`),
    ...(await lostFiles(before, repository)),
    ...(await differencesFromFresh(repository)),
  ];
}

/** The tree without what tells only when something was written: of two ways to a version, the files are the same. */
export async function comparableTree(repository: Repository): Promise<Map<string, string>> {
  const tree = await repository.tree();
  tree.delete('.udp-service/manifest.json');
  for (const [path, { class: kind, sha256 }] of Object.entries(repository.manifest.files)) {
    tree.set(`manifest of ${path}`, `${kind} ${sha256}`);
  }
  tree.set('migrations', repository.manifest.migrations.join(' '));
  return tree;
}

/** Entries in which two trees differ. */
export function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}
