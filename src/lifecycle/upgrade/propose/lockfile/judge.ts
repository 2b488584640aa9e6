import { valid } from 'semver';
import { aliasTarget, isPackageName, type LockedPackage, type Lockfile } from '../../../../package-managers';
import { Registries } from './registries';

/** What a lockfile became, and where the base says that packages come from. */
export interface LockfileChange {
  readonly before: Lockfile;
  readonly after: Lockfile;
  /** Texts of the settings of the package manager in the base. */
  readonly settings: readonly string[];
  /** Ranges of package.json as it is now. */
  readonly ranges: ReadonlyMap<string, string>;
}

export interface LockfileJudgement {
  /** Why it is not taken, a sentence each. */
  readonly refusals: readonly string[];
  /** What nobody could tell from it. */
  readonly unknown: readonly string[];
}

/** Compares a lockfile with that of the base: only packages of the same registries, fixed by their digest, may be new. */
export function judgeLockfile({ before, after, settings, ranges }: LockfileChange): LockfileJudgement {
  const registries = new Registries(before, settings);
  const digests = new Map<string, string | undefined>();
  const told = new Map<string, Set<string>>();
  for (const one of before.packages.values()) {
    digests.set(`${one.name}@${one.version}`, one.digest);
    if (one.manifest !== undefined) told.set(contentOf(one), (told.get(contentOf(one)) ?? new Set()).add(one.manifest));
  }
  const withScripts = new Set([...before.packages.values()].filter((one) => one.hasScripts).map(({ name }) => name));
  const aliases = aliasesIn(before);
  const fresh = [...after.packages.values()].filter((one) => before.packages.get(one.id)?.content !== one.content);
  const refusals = fresh.flatMap((one) => {
    const say = (cause: string) => `${shown(one)} ${cause}`;
    if (one.isForeign) return [say('comes from no registry')];
    if (valid(one.version) === null) return [say('has no version')];
    if (![one.name, one.alias].every(isPackageName)) return [say('has no name of a package')];
    const known = digests.get(`${one.name}@${one.version}`);
    return [
      ...(known !== undefined && one.digest !== undefined && known !== one.digest
        ? [say('has another content than the same version has in the base')]
        : []),
      ...(told.get(contentOf(one))?.has(one.manifest ?? '') === false
        ? [say('tells something else of the same content than the base does')]
        : []),
      ...(isFixed(one, after.digest) ? [] : [say('is not fixed by a digest of SHA-512')]),
      ...(registries.admit(one)
        ? []
        : [say(`comes from ${one.address}, which is not where the base gets such a package`)]),
      ...(one.hasScripts && !withScripts.has(one.name) ? [say('runs scripts when it is installed, which is new')] : []),
      ...(one.alias !== one.name && !aliases.has(`${one.alias}\0${one.name}`) && isNamed(one.alias, before)
        ? [say(`takes the place of ${one.alias}`)]
        : []),
    ];
  });
  const tells = [...after.packages.values()].some(({ hasScripts }) => hasScripts !== undefined);
  const names = new Set([...before.packages.values()].map(({ name }) => name));
  const isNew = fresh.some(({ name }) => !names.has(name));
  return {
    refusals: [
      ...refusals,
      ...(before.settings === after.settings ? [] : ['its settings differ from those of the base']),
      ...sameFolders(fresh, after),
      ...rangesDiffer(after, ranges),
      ...aliasOfDirect(after, ranges),
    ],
    unknown:
      tells || fresh.length === 0
        ? []
        : [
            `Whether ${isNew ? 'the new packages run' : 'a package runs'} scripts when installed is not told by this lockfile: workflows run none, and a workstation should not either.`,
          ],
  };
}

/** What two entries share that are of the same content. */
function contentOf({ name, version, digest }: LockedPackage): string {
  return [name, version, digest].join('\0');
}

function isFixed({ digest, isPart, mayLackDigest }: LockedPackage, form: RegExp): boolean {
  if (digest === undefined) return isPart || mayLackDigest;
  return form.test(digest);
}

/** New packages whose folders are that of another one where file systems know no small and capital letters. */
function sameFolders(fresh: readonly LockedPackage[], { packages }: Lockfile): string[] {
  const spelled = new Map<string, number>();
  for (const id of packages.keys()) spelled.set(id.toLowerCase(), (spelled.get(id.toLowerCase()) ?? 0) + 1);
  return fresh
    .filter(({ id }) => (spelled.get(id.toLowerCase()) ?? 0) > 1)
    .map((one) => `${shown(one)} differs from another package by small and capital letters alone`);
}

function aliasesIn({ packages }: Lockfile): Set<string> {
  return new Set([...packages.values()].map(({ alias, name }) => `${alias}\0${name}`));
}

/** Whether a package of that name is there under its own name. */
function isNamed(name: string, { packages }: Lockfile): boolean {
  return [...packages.values()].some((one) => one.name === name);
}

/** Whoever installs by the lockfile alone gets what package.json says, or nothing. */
function rangesDiffer({ ranges: locked }: Lockfile, ranges: ReadonlyMap<string, string>): string[] {
  if (locked === undefined) return [];
  const names = new Set([...locked.keys(), ...ranges.keys()]);
  return [...names]
    .filter((name) => locked.get(name) !== ranges.get(name))
    .map((name) => `it asks for ${name}@${locked.get(name)}, and package.json for ${name}@${ranges.get(name)}`);
}

/** What the repository names is that package, unless package.json itself says another one. */
function aliasOfDirect(after: Lockfile, ranges: ReadonlyMap<string, string>): string[] {
  return [...ranges].flatMap(([name, range]) => {
    const found = after.direct(name, range);
    if (found === undefined) return [`it has no ${name}@${range}, which package.json asks for`];
    return found.name === (aliasTarget(range) ?? name) ? [] : [`${name}@${range} is ${found.name} there`];
  });
}

function shown({ id }: LockedPackage): string {
  return id.length > 120 ? `${id.slice(0, 119)}…` : id;
}
