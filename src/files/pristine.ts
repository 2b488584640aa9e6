import { gitAnswer } from '../clients/git';
import { contentHash } from './content';

/** Commits of a file that are looked through. */
const DEPTH = 30;

/** What the template wrote into a file, by its hash, out of the history of the repository; `undefined` if it is not there. */
export function pristineOf(directory: string, path: string, sha256: string): Buffer | undefined {
  for (const commit of commitsOf(directory, path)) {
    const content = gitAnswer(directory, ['show', `${commit}:./${path}`]);
    if (content !== undefined && contentHash(content) === sha256) return content;
  }
  return undefined;
}

function commitsOf(directory: string, path: string): string[] {
  const log = gitAnswer(directory, ['log', `--max-count=${DEPTH}`, '--format=%H', '--', path]);
  return log === undefined ? [] : log.toString('utf8').split('\n').filter(Boolean);
}
