import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../util/user-error';

/** The program of a repository's own projen, for a process of its own: no command loads it. */
export function projenOf(directory: string): string {
  return join(projenIn(directory), 'bin', 'projen');
}

/** The program by which a repository's own projen reads options in JSON. */
export function jsonProgramOf(directory: string): string {
  return join(projenIn(directory), 'lib', 'run-projenrc-json.task.js');
}

function projenIn(directory: string): string {
  try {
    return join(createRequire(join(directory, 'package.json')).resolve('projen/package.json'), '..');
  } catch {
    throw new UserError({
      subject: directory,
      cause: 'projen is not installed',
      remedy: 'Install the dependencies, then run this again',
    });
  }
}
