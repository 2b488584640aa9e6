import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the name of a file ends with while it is being written; ignored by git. */
export const TEMPORARY = '.udp-service.tmp';

/**
 * Writes a file of a repository as a whole or not at all: whoever is interrupted leaves the old content or the new.
 * Equal content is not written again.
 *
 * @returns whether the content was another one
 */
export function writeAtomically(directory: string, path: string, content: string | Buffer, mode = 0o644): boolean {
  const target = resolved(join(directory, path));
  if (current(target)?.equals(typeof content === 'string' ? Buffer.from(content) : content)) return false;
  mkdirSync(dirname(target), { recursive: true });
  const temporary = `${target}${TEMPORARY}`;
  // what an interrupted run left may be read-only
  rmSync(temporary, { force: true });
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    chmodSync(temporary, mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return true;
}

/** The file behind a symbolic link, which stays one. */
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function current(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
