import { join } from 'node:path';
import { parseJsonText } from '../util/json-text';
import { readText } from '../util/read-file';
import { writeAtomically } from './atomic';
import { isConflicted, sidesOf } from './conflict';
import { invalidPath } from './path';

/** Folder of a repository for what this package must remember of it; committed. */
export const STATE_FOLDER = '.udp-service';

/** Which files the template wrote, by which version and with which content; relative to the repository. */
export const MANIFEST_FILE = `${STATE_FOLDER}/manifest.json`;

/** Says that the repository is being ejected, until that is done. */
export const EJECTING_FILE = `${STATE_FOLDER}/ejecting`;

/** Version of the manifest's shape. */
const SCHEMA = 1;

/** Classes of files; see docs/ownership.md. */
export const CLASSES = ['managed', 'owned', 'shared'] as const;
export type FileClass = (typeof CLASSES)[number];

/** A value of JSON. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The keys of a file. */
export type Keys = Readonly<Record<string, JsonValue>>;

/** What is known of a file. */
export interface ManifestFile {
  readonly class: FileClass;
  /** Hash of what the template wrote last, as `contentHash` makes it. */
  readonly sha256: string;
  /** Template version that wrote this content first. */
  readonly version: string;
  /** A managed file that was handed over to the user. */
  readonly released?: true;
  /** What the template wrote last, of a shared file whose keys are merged: the base of the next merge. */
  readonly written?: Keys;
}

/** A package by its name and installed version. */
export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

/** State of a generated repository. Members that this version does not know are kept. */
export interface Manifest {
  readonly schema: typeof SCHEMA;
  /** The template that synthesized last. */
  readonly template: PackageVersion;
  /** The package whose subclass of the project type was synthesized, if it was one. */
  readonly preset?: PackageVersion;
  /** Where upgrades of the template come from: a dist-tag. */
  readonly channel?: string;
  /** Identifiers of the migrations that were applied, in their order. */
  readonly migrations: readonly string[];
  /** Why some of them cannot be taken back on this very repository, by their identifiers. */
  readonly irreversible?: Readonly<Record<string, string>>;
  /** Every file the template wrote, by its path with `/`. */
  readonly files: Readonly<Record<string, ManifestFile>>;
}

/** What stands where the manifest is expected. */
export type ManifestReading =
  | { readonly state: 'absent' }
  | { readonly state: 'valid'; readonly manifest: Manifest }
  /** Left by a merge; the sides that are whole, none, one or two. */
  | { readonly state: 'conflicted'; readonly sides: readonly Manifest[] }
  | { readonly state: 'unreadable'; readonly cause: string };

/** A manifest of nothing, for a repository without one. */
export function emptyManifest(template: PackageVersion): Manifest {
  return { schema: SCHEMA, template, migrations: [], files: {} };
}

/**
 * What a repository goes on from: its manifest, or what can be believed of one that is not whole. After a conflict that is
 * what says that a file is the user's; without a manifest it is nothing.
 *
 * @param migrations those that a repository records that needs none of them
 */
export function startingManifest(
  reading: ManifestReading,
  template: PackageVersion,
  migrations: () => readonly string[],
): Manifest {
  if (reading.state === 'valid') return reading.manifest;
  const sides = reading.state === 'conflicted' ? reading.sides : [];
  const owned = sides.flatMap(({ files }) => Object.entries(files)).filter(([, file]) => file.class === 'owned');
  const irreversible: Record<string, string> = Object.assign({}, ...sides.map((side) => side.irreversible));
  return {
    schema: SCHEMA,
    template,
    migrations: migrations(),
    ...(Object.keys(irreversible).length > 0 && { irreversible }),
    files: Object.fromEntries(owned),
  };
}

/** Reads the manifest of a repository; whatever stands there, it does not throw. */
export function readManifest(directory: string): ManifestReading {
  let text: string;
  try {
    text = readText(join(directory, MANIFEST_FILE));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { state: 'absent' } : { state: 'unreadable', cause: message };
  }
  return parseManifest(text);
}

/** Reads the text of a manifest. */
export function parseManifest(text: string): ManifestReading {
  if (isConflicted(text)) {
    const sides = sidesOf(text).map(parse);
    return { state: 'conflicted', sides: sides.filter((side): side is Manifest => typeof side !== 'string') };
  }
  const parsed = parse(text);
  return typeof parsed === 'string' ? { state: 'unreadable', cause: parsed } : { state: 'valid', manifest: parsed };
}

/** Writes the manifest as a whole or not at all; equal content is not written again. */
export function writeManifest(directory: string, manifest: Manifest): void {
  const { schema, template, preset, channel, migrations, files, ...others } = manifest;
  const members = { schema, template, preset, channel, ...sorted(others), migrations, files: sorted(files) };
  writeAtomically(directory, MANIFEST_FILE, `${JSON.stringify(members, undefined, 2)}\n`);
}

/** The manifest, or what is wrong with its text. */
function parse(text: string): Manifest | string {
  let value: unknown;
  try {
    value = parseJsonText(text);
  } catch (error) {
    return `it ${(error as Error).message}`;
  }
  if (!isRecord(value)) return 'it holds no object';
  if (value.schema !== SCHEMA) {
    return typeof value.schema === 'number' && value.schema > SCHEMA
      ? `it was written by a newer version of this package (schema ${value.schema}, this one knows ${SCHEMA})`
      : `"schema" is ${JSON.stringify(value.schema)} and not ${SCHEMA}`;
  }
  const { template, preset, channel, migrations, irreversible, files } = value;
  if (!isPackageVersion(template)) return '"template" has no name and version';
  if (preset !== undefined && !isPackageVersion(preset)) return '"preset" has no name and version';
  if (channel !== undefined && typeof channel !== 'string') return '"channel" is no dist-tag';
  if (!Array.isArray(migrations) || migrations.some((id) => typeof id !== 'string')) {
    return '"migrations" is no list of identifiers';
  }
  if (irreversible !== undefined && !isRecord(irreversible)) return '"irreversible" is no object';
  if (!isRecord(files)) return '"files" is no object';
  for (const [path, file] of Object.entries(files)) {
    const problem = invalidPath(path) ?? invalidFile(file);
    if (problem !== undefined) return `"files" has a wrong entry ${JSON.stringify(path)}: ${problem}`;
  }
  return value as unknown as Manifest;
}

function invalidFile(file: unknown): string | undefined {
  if (!isRecord(file)) return 'it is no object';
  if (!(CLASSES as readonly unknown[]).includes(file.class)) return `"class" is not ${CLASSES.join(', ')}`;
  if (typeof file.sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(file.sha256)) return '"sha256" is no hash';
  if (typeof file.version !== 'string') return '"version" is missing';
  if (file.released !== undefined && (file.released !== true || file.class !== 'owned')) {
    return '"released" says something other than that the file is owned';
  }
  if (file.written !== undefined && !isRecord(file.written)) return '"written" is no object';
  return undefined;
}

function isPackageVersion(value: unknown): value is PackageVersion {
  return isRecord(value) && typeof value.name === 'string' && typeof value.version === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members in the order of their names, the same on every machine. */
function sorted<T>(members: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}
