import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitAnswer } from '../../clients/git';
import { isLockfile } from '../../package-managers';

/** What nothing of an ejected repository should name. */
const GONE = /\bnpx projen\b|\bprojen-udp-service\b|\budp-service [a-z]|\.projenrc\b/;

/** Files in which it is no matter: what is installed, what is generated of it, and the options that are kept. */
const IRRELEVANT = /(^|\/)(.*\.snap|\.projenrc\.\w+(\.bak)?|.*\.udp-service\.patch)$/;

/** As much of a line as is shown. */
const LINE = 160;

/** Lines of the repository that name what is gone: only files of the user can have any. */
export function mentions(directory: string): string[] {
  return files(directory)
    .filter((path) => !IRRELEVANT.test(path) && !isLockfile(path))
    .flatMap((path) => {
      const lines = read(join(directory, path)).split('\n');
      return lines.flatMap((line, index) =>
        GONE.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, LINE)}`] : [],
      );
    });
}

function files(directory: string): string[] {
  const list = gitAnswer(directory, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    timeout: 60_000,
  });
  // without git there is no list of what is the user's
  return (list?.toString() ?? '').split('\0').filter(Boolean);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // removed by ejecting
  }
}
