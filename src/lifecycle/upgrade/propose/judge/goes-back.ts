import { lt, rcompare, valid } from 'semver';
import type { LockedPackage, Lockfile } from '../../../../package-managers';

/** A package that has an older version than it had. */
export interface GoneBack {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The first package that goes back to an older version, whoever asks for it: the newest version of a name, what lies at one
 * place, or what another package gets. An older version may be one whose faults are known.
 */
export function firstGoneBack(before: Lockfile, after: Lockfile): GoneBack | undefined {
  const [old, fresh] = [newestIn(before), newestIn(after)];
  for (const [name, from] of old) {
    const to = fresh.get(name);
    if (to !== undefined && lt(to, from)) return { name, from, to };
  }
  for (const one of after.packages.values()) {
    const known = before.packages.get(one.id);
    const back = (known && olderThan(known, one)) ?? inWhatItGets(one, known, before, after);
    if (back !== undefined) return back;
  }
  return undefined;
}

function newestIn({ packages }: Lockfile): Map<string, string> {
  const newest = new Map<string, string>();
  for (const { name, version } of packages.values()) {
    if (valid(version) === null) continue;
    const [first] = [version, ...(newest.has(name) ? [newest.get(name) as string] : [])].sort(rcompare);
    newest.set(name, first as string);
  }
  return newest;
}

function inWhatItGets(
  one: LockedPackage,
  known: LockedPackage | undefined,
  before: Lockfile,
  after: Lockfile,
): GoneBack | undefined {
  if (known === undefined || before.found === undefined || after.found === undefined) return undefined;
  for (const name of one.dependencies) {
    const [from, to] = [before.found(known, name), after.found(one, name)];
    const back = from && to && olderThan(from, to);
    if (back !== undefined) return back;
  }
  return undefined;
}

function olderThan(from: LockedPackage, to: LockedPackage): GoneBack | undefined {
  const isOlder = from.name === to.name && valid(from.version) && valid(to.version) && lt(to.version, from.version);
  return isOlder ? { name: to.name, from: from.version, to: to.version } : undefined;
}
