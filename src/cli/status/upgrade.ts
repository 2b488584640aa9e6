import { gitAnswer } from '../../clients/git';
import { MANIFEST_FILE, parseManifest } from '../../files/manifest';
import type { Upgrade } from './report';

/** Commits that are looked through. */
const DEPTH = 200;

interface Recorded {
  readonly commit: string;
  readonly at: string;
  readonly version: string;
}

/** The last change of the template version, out of the history of the manifest; `undefined` where there is none. */
export function lastUpgrade(directory: string, version: string): Upgrade | undefined {
  const history = historyOf(directory);
  const changed = history.findIndex((recorded) => recorded.version !== version);
  if (changed < 0) return undefined;
  const { version: from } = history[changed];
  const upgrade = history[changed - 1];
  return { from, to: version, ...(upgrade && { commit: upgrade.commit, at: upgrade.at }) };
}

/** The template versions of the manifest, newest first; without a repository, or without git, there are none. */
function historyOf(directory: string): Recorded[] {
  const log = gitAnswer(directory, ['log', `--max-count=${DEPTH}`, '--format=%H %cI', '--', MANIFEST_FILE]);
  const commits = (log?.toString() ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ') as [string, string]);
  const wanted = commits.map(([commit]) => `${commit}:./${MANIFEST_FILE}\n`).join('');
  const contents = manifests(gitAnswer(directory, ['cat-file', '--batch'], { input: wanted }) ?? Buffer.alloc(0));
  return commits.flatMap(([commit, at], index) => {
    const reading = parseManifest(contents[index] ?? '');
    return reading.state === 'valid' ? [{ commit, at, version: reading.manifest.template.version }] : [];
  });
}

/** Contents out of what `git cat-file --batch` prints: a line with the size, the content, a line end. */
function manifests(bytes: Buffer): (string | undefined)[] {
  const contents: (string | undefined)[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\n', at);
    const size = / blob (\d+)$/.exec(bytes.toString('latin1', at, end))?.[1];
    const next = end + 1 + (size === undefined ? 0 : Number(size) + 1);
    contents.push(size === undefined ? undefined : bytes.toString('utf8', end + 1, next - 1));
    at = next;
  }
  return contents;
}
