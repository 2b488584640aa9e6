import { isObject, type Json, type JsonObject } from '../util/json';
import { packagesOnPath, parentOf } from './npm-paths';

/** Entries of a lockfile by their paths. */
type Entries = ReadonlyMap<string, JsonObject>;

/**
 * The paths of packages that really lie in another one: it is there, is fixed by a digest, and bundles them, by their
 * names or because something that it bundles asks for them. Whatever else calls itself bundled would be fetched without a
 * digest.
 */
export function bundledIn(entries: Entries): Set<string> {
  const below = new Map<string, string[]>();
  for (const [path, entry] of entries) {
    const owner = isBundled(entry) ? ownerOf(path, entries) : undefined;
    if (owner !== undefined) below.set(owner, [...(below.get(owner) ?? []), path]);
  }
  return new Set([...below].flatMap(([owner, paths]) => heldBy(owner, paths, entries)));
}

function isBundled(entry: JsonObject): boolean {
  return entry.inBundle === true && entry.resolved === undefined && entry.name === undefined;
}

/** The package whose content holds what is bundled: the nearest one that is not bundled itself. */
function ownerOf(path: string, entries: Entries): string | undefined {
  let owner = parentOf(path);
  while (owner !== undefined && entries.get(owner)?.inBundle === true) owner = parentOf(owner);
  const entry = owner === undefined ? undefined : entries.get(owner);
  return typeof entry?.integrity === 'string' ? owner : undefined;
}

function heldBy(owner: string, paths: readonly string[], entries: Entries): string[] {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = packagesOnPath(path).at(-1) ?? path;
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const held = new Set<string>();
  const left = bundledNames(entries.get(owner) ?? {});
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    for (const path of byName.get(name) ?? []) {
      if (!held.has(path)) left.push(...dependencyNames(entries.get(path) ?? {}));
      held.add(path);
    }
  }
  return [...held];
}

function bundledNames(entry: JsonObject): string[] {
  const told = entry.bundleDependencies ?? entry.bundledDependencies;
  if (told === true) return dependencyNames(entry);
  return Array.isArray(told) ? told.filter((name) => typeof name === 'string') : [];
}

function dependencyNames(entry: JsonObject): string[] {
  return [entry.dependencies, entry.optionalDependencies, entry.peerDependencies].flatMap(
    (section: Json | undefined) => (isObject(section) ? Object.keys(section) : []),
  );
}
