import { join, relative } from 'node:path';
import { isObject, type Json, type JsonObject } from '../util/json';
import { parseJsonText } from '../util/json-text';
import { readBytes } from '../util/read-file';
import { UnusableInput } from '../util/text-limits';
import { UserError } from '../util/user-error';
import { type Artifact, artifactsOf, missingContext } from './manifest';
import { templateOf } from './parse/template';
import { textOf } from './parse/text';
import type { Template } from './stack';

/** What an assembly holds. */
export interface Manifest {
  readonly artifacts: readonly Artifact[];
  /** Keys of the context that it was synthesized without. */
  readonly missing: readonly string[];
}

/** The path of a file as it is shown to people: within the folder that the command runs in where it lies there. */
export function shownPath(file: string): string {
  const inside = relative(process.cwd(), file);
  return inside === '' || inside.startsWith('..') ? file : inside;
}

/**
 * The text of a file of an assembly.
 *
 * @throws UnusableInput where it cannot be used, and the error of the file system where it cannot be read
 */
export function assemblyText(file: string): string {
  return textOf(readBytes(file));
}

/** The same as JSON. */
export function assemblyJson(file: string): Json {
  return parseJsonText(assemblyText(file)) as Json;
}

/**
 * What is read by a function from a file.
 *
 * @throws UserError that names the file
 */
export function readFrom<T>(file: string, read: (file: string) => T): T {
  try {
    return read(file);
  } catch (error) {
    if (error instanceof UnusableInput) {
      throw new UserError({
        subject: shownPath(file),
        cause: error.reason,
        remedy: 'Correct the file, or synthesize it again',
      });
    }
    const { code, message } = Object(error) as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError({
      subject: shownPath(file),
      cause: code === 'ENOENT' ? 'is not there' : `cannot be read (${message})`,
      remedy: 'Name a file that can be read, or synthesize it again',
    });
  }
}

/** A manifest, as the CDK writes it. */
export function readJsonObject(file: string): JsonObject {
  const value = readFrom(file, assemblyJson);
  if (isObject(value)) return value;
  throw new UserError({
    subject: shownPath(file),
    cause: 'is not a JSON object',
    remedy: 'Synthesize the assembly again',
  });
}

/** What the manifest of an assembly lists. */
export function readManifest(directory: string): Manifest {
  const manifest = readJsonObject(join(directory, 'manifest.json'));
  return { artifacts: artifactsOf(manifest), missing: missingContext(manifest) };
}

/** A template in JSON, as the CDK writes it: for programs that do without a reader of YAML. */
export function readJsonTemplate(file: string): Template {
  return templateOf(readFrom(file, assemblyJson), shownPath(file));
}
