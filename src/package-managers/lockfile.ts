import { isObject, type Json, type JsonObject } from '../util/json';
import { Refusal } from '../util/refusal';

/** A package as a lockfile fixes it. */
export interface LockedPackage {
  /** How the lockfile calls the entry. */
  readonly id: string;
  /** Name that it is imported by. */
  readonly alias: string;
  /** Name that the registry knows it by. */
  readonly name: string;
  readonly version: string;
  /** Where it is fetched; absent where the settings of the registry decide. */
  readonly address?: string;
  readonly digest?: string;
  /**
   * Whether it brings no content of its own: it lies in a package that is there, is fixed by a digest and says so, or is
   * another form of such a package.
   */
  readonly isPart: boolean;
  /** Whether it comes from somewhere else than a registry: a folder, git, an address of its own. */
  readonly isForeign: boolean;
  /** Whether its digest may be missing, as the package manager itself leaves it out. */
  readonly mayLackDigest: boolean;
  /** Whether installing it runs scripts; undefined where the lockfile does not tell. */
  readonly hasScripts?: boolean;
  /**
   * Commands that it puts on the path of scripts and tasks; undefined where the lockfile does not tell, or where the
   * package manager asks the package itself whatever the lockfile tells.
   */
  readonly commands?: readonly string[];
  /** Whether it lies in the folder of another package, so that the repository's own scripts find no command of it. */
  readonly isInner?: boolean;
  /** What the lockfile repeats of the content of the package: where the digest is the same, this is. */
  readonly manifest?: string;
  /** Names of the packages that it asks for. */
  readonly dependencies: readonly string[];
  /** Everything that the entry says, for a comparison. */
  readonly content: string;
}

/** A lockfile of any package manager. */
export interface Lockfile {
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** Ranges that the repository asks for, by name; undefined where the lockfile does not repeat them. */
  readonly ranges?: ReadonlyMap<string, string>;
  /** What the repository gets for a range. */
  readonly direct: (name: string, range: string) => LockedPackage | undefined;
  /** What a package gets for a name that it asks for; absent where every change of that is a change of an entry. */
  readonly found?: (by: LockedPackage, name: string) => LockedPackage | undefined;
  /** Form of a digest that fixes a content: SHA-512. */
  readonly digest: RegExp;
  /** Everything else that the lockfile says; an upgrade changes none of it. */
  readonly settings: string;
}

/** What a lockfile says of a direct dependency, by name and range: its version, and its digest where there is one. */
export type LookUp = (name: string, range: string) => string | undefined;

/** How the lockfiles of a package manager are written. */
export interface LockfileFormat {
  /** Whether a lockfile is one of this manager; absent where no other manager calls its own the same. */
  readonly isOwn?: (text: string) => boolean;
  /**
   * Reads the whole of it.
   *
   * @throws an error where it is not as the package manager writes it
   */
  readonly read: (text: string) => Lockfile;
  /** Finds single versions, in lockfiles of older releases as well. */
  readonly versions: (text: string) => LookUp;
}

/** A lockfile is not as its package manager writes it; the message says where. */
export class LockfileError extends Refusal {}

export function objectOf(value: Json | undefined, what: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new LockfileError(`${what} is no object`);
  return value;
}

/** The commands that `bin` names: by its keys, or by the name of the package alone. */
export function commandsOf(bin: Json | undefined, name: string): string[] {
  if (typeof bin === 'string') return [name.replace(/^@[^/]*\//, '')];
  return Object.keys(objectOf(bin, `the commands of ${name}`));
}

export function textOf(value: Json | undefined, what: string): string {
  if (typeof value !== 'string' || value === '') throw new LockfileError(`${what} is missing`);
  return value;
}

export function optionalText(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What a range asks for by another name: `npm:other@^1`. */
export function aliasTarget(range: string): string | undefined {
  return /^npm:(@?[^@]+)@/.exec(range)?.[1];
}

/** A digest as the npm registry publishes it, of SHA-512. */
export const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** A version and its digest as one text. */
export function identity(version: string, digest: Json | undefined): string {
  return `${version} ${typeof digest === 'string' ? digest : ''}`.trim();
}

// most commands read no lockfile, and every start would wait for the library
const semver = (): typeof import('semver') => require('semver');

export function isVersion(text: string): boolean {
  return semver().valid(text) !== null;
}

export function isRange(text: string): boolean {
  return semver().validRange(text) !== null;
}
