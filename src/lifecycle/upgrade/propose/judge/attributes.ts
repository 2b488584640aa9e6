import { MANIFEST_FILE, type Manifest } from '../../../../files/manifest';
import { lockfilesOf } from '../../../../package-managers';

/** A line as the template writes it: one file, and how GitHub shows it. */
const SHOWN = /^\/(\S+)(?: (?:linguist-generated|linguist-language=[\w.+-]+))+$/;

/** What the template says of no file in particular. */
const GENERAL = new Set(['* text=auto eol=lf', '/.projen/** linguist-generated']);

/**
 * Why `.gitattributes` is not taken: a filter or a driver in it would run a program, and what is marked as generated is
 * folded away when a change is reviewed.
 *
 * @param next the manifest after the upgrade, whose files are looked at by themselves
 */
export function judgeAttributes(before: string, after: string, next: Manifest): string[] {
  const [known, kept] = [before, after].map((text) => new Set(text.split('\n')));
  const added = [...(kept ?? [])].filter((line) => known?.has(line) !== true && !isOurs(line, next));
  const removed = [...(known ?? [])].filter((line) => kept?.has(line) !== true && !isGone(line));
  return [
    ...added.map((line) => `it says ${shown(line)}, which is not of a file that the template writes`),
    ...removed.map((line) => `it says no longer ${shown(line)}, which is yours`),
  ];
}

function isOurs(line: string, { files }: Manifest): boolean {
  if (isNothing(line) || GENERAL.has(line)) return true;
  const path = SHOWN.exec(line)?.[1];
  if (path === undefined) return false;
  return files[path]?.class === 'managed' || path === MANIFEST_FILE || lockfilesOf().includes(path);
}

/** What the template has written, and may take away again: nothing is hidden by that. */
function isGone(line: string): boolean {
  return isNothing(line) || GENERAL.has(line) || SHOWN.test(line);
}

function isNothing(line: string): boolean {
  return line.trim() === '' || line.startsWith('#');
}

function shown(line: string): string {
  return JSON.stringify(line.slice(0, 80));
}
