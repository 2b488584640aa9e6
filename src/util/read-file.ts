import { readFileSync, statSync } from 'node:fs';
import { parseJsonText } from './json-text';
import { LONGEST, UnusableInput } from './text-limits';

/**
 * What a file holds that somebody else wrote.
 *
 * @throws UnusableInput where it is no file, or longer than anything that is meant
 */
export function readBytes(file: string): Buffer {
  const stats = statSync(file);
  if (stats.isDirectory()) throw new UnusableInput('is a folder and no file');
  // a pipe is what `<(command)` of a shell gives; a device may never end
  if (!stats.isFile() && !stats.isFIFO()) throw new UnusableInput('is a device or a socket, and no file');
  if (stats.size > LONGEST) throw new UnusableInput(`has more than ${LONGEST} bytes`);
  return readFileSync(file);
}

/** The same as text. */
export function readText(file: string): string {
  return readBytes(file).toString('utf8');
}

/**
 * A file of JSON that somebody else wrote.
 *
 * @throws UnusableInput where it cannot be used, and the error of the file system where it cannot be read
 */
export function readJson(file: string): unknown {
  return parseJsonText(readText(file));
}
