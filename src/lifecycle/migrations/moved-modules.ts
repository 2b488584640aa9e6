import { EXTENSIONS } from '../../files/paths';
import { repositoryTypeScript } from '../projenrc/typescript';
import type { Change } from './migration';
import { type MovedFiles, moduleNames, nameFrom, withMovedModules } from './modules';
import type { MigrationRepository } from './repository';

/** Folders in which sources of the user stand beside those of the template. */
const FOLDERS = ['src', 'test'] as const;

/**
 * Sources of the template get other paths, also where they were edited or released. What the template wrote once (the
 * extensions), and what was released, imports them from there: nothing else in it changes. Every other source of the user
 * stays as it is, and is named where it imports one of them.
 */
export function movedModules(paths: Readonly<Record<string, string>>): Change {
  const moved = new Map(Object.entries(paths));
  const back = new Map([...moved].map(([from, to]) => [to, from]));
  return {
    apply: (repository) => move(repository, moved),
    revert: (repository) => move(repository, back),
  };
}

function move(repository: MigrationRepository, paths: MovedFiles): void {
  // a file of the user by the name of one of the template is none that moves
  const moved = new Map([...paths].filter(([from]) => repository.file(from) !== undefined));
  const own = sourcesOf(repository);
  const all = new Set([...moved.keys(), ...moved.values(), ...own]);
  for (const path of own) {
    if (follows(repository, path)) rewrite(repository, path, moved, all);
    else nameImports(repository, path, moved);
  }
  for (const [from, to] of moved) {
    const released = repository.file(from)?.released === true && repository.read(from) !== undefined;
    if (released) repository.note({ place: to, text: `was released as ${from}: it stands beside what it imports` });
    repository.move(from, to);
  }
}

/** Sources that are the user's, or were the template's until they were released. */
function sourcesOf(repository: MigrationRepository): string[] {
  return repository.pathsBelow(FOLDERS).filter((path) => {
    if (!/\.[cm]?[jt]sx?$/.test(path) || /(^|\/)node_modules\//.test(path)) return false;
    const file = repository.file(path);
    return file === undefined || file.class === 'owned';
  });
}

/** What the template wrote and the user has. */
function follows(repository: MigrationRepository, path: string): boolean {
  return path === EXTENSIONS || repository.file(path) !== undefined;
}

function rewrite(repository: MigrationRepository, path: string, moved: MovedFiles, all: ReadonlySet<string>): void {
  const text = repository.read(path) ?? '';
  const api = repositoryTypeScript(repository.directory);
  const to = moved.get(path) ?? path;
  const fresh = withMovedModules(api, { from: path, to, text }, moved, all);
  if (fresh === text) return;
  repository.write(path, fresh);
  if (to !== path) return;
  for (const { name, line, target } of moduleNames(api, path, text, new Set(moved.keys()))) {
    const now = nameFrom(path, moved.get(target) as string, name);
    repository.note({
      place: `${path}:${line}`,
      text: `imports '${now}' now, and '${name}' before: nothing else in it was changed`,
    });
  }
}

/** Says which imports of a source of the user lead to what is no longer there. */
function nameImports(repository: MigrationRepository, path: string, moved: MovedFiles): void {
  const api = repositoryTypeScript(repository.directory);
  for (const { name, line, target } of moduleNames(api, path, repository.read(path) ?? '', new Set(moved.keys()))) {
    const now = nameFrom(path, moved.get(target) as string, name);
    repository.note({ place: `${path}:${line}`, text: `imports '${name}', which is '${now}' now: change it by hand` });
  }
}
