import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeFile } from '../util/whole-file';

export { TEMPORARY } from '../util/whole-file';

/**
 * Writes a file of a repository as a whole or not at all, and never through a symbolic link. Equal content is not written
 * again.
 *
 * @returns whether the content was another one
 */
export function writeAtomically(directory: string, path: string, content: string | Buffer, mode = 0o644): boolean {
  if (current(join(directory, path))?.equals(typeof content === 'string' ? Buffer.from(content) : content))
    return false;
  writeWholeFile(directory, path, content, mode);
  return true;
}

function current(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
