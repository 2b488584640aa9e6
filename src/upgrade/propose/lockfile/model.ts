import { isObject, type Json, type JsonObject } from '../../../impact/json';

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
  /** Whether it brings no content of its own: it lies in the package above it, or is another form of one that is there. */
  readonly isPart: boolean;
  /** Whether it comes from somewhere else than a registry: a folder, git, an address of its own. */
  readonly isForeign: boolean;
  /** Whether its digest may be missing, as the package manager itself leaves it out. */
  readonly mayLackDigest: boolean;
  /** Whether installing it runs scripts; undefined where the lockfile does not tell. */
  readonly hasScripts?: boolean;
  /** Commands that it puts on the path of every script and task; undefined where the lockfile does not tell. */
  readonly commands?: readonly string[];
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
  /** Everything else that the lockfile says; an upgrade changes none of it. */
  readonly settings: string;
}

/** A lockfile is not as its package manager writes it; the message says where. */
export class LockfileError extends Error {}

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
