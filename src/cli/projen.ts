import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../util/user-error';

/** The program of a repository's own projen, for a process of its own: no command loads it. */
export function projenOf(directory: string): string {
  try {
    return join(createRequire(join(directory, 'package.json')).resolve('projen/package.json'), '..', 'bin', 'projen');
  } catch {
    throw new UserError({
      subject: directory,
      cause: 'projen is not installed',
      remedy: 'Install the dependencies, then run this again',
    });
  }
}
