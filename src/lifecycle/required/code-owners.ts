/** Where GitHub looks for the file; the first one that is there counts. */
export const CODE_OWNERS_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** A line of a CODEOWNERS file. */
export interface OwnedPattern {
  /** Number of the line, from 1. */
  readonly line: number;
  readonly pattern: string;
  /** Users, teams, addresses; a pattern without any takes ownership away. */
  readonly owners: readonly string[];
}

/** The lines of a CODEOWNERS file that say something. */
export function parseCodeOwners(text: string): OwnedPattern[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [pattern, ...owners] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    return pattern === '' ? [] : [{ line: index + 1, pattern, owners }];
  });
}

/** Who owns a path: the last pattern that matches decides. */
export function ownersOf(path: string, patterns: readonly OwnedPattern[]): readonly string[] {
  return patterns.reduce<readonly string[]>(
    (found, { pattern, owners }) => (matcher(pattern)(path) ? owners : found),
    [],
  );
}

/**
 * What a pattern of CODEOWNERS matches. It is that of a `.gitignore` without negation and classes, but `folder/*` means the
 * files of the folder and not those of folders within.
 */
export function matcher(pattern: string): (path: string) => boolean {
  const isFolder = pattern.endsWith('/');
  const parts = pattern.replace(/^\/|\/$/g, '').split('/');
  const isAnchored = pattern.startsWith('/') || parts.length > 1;
  const last = parts[parts.length - 1];
  const below = isFolder ? '/.+' : last === '*' || last === '**' ? '' : '(/.+)?';
  const source = parts.map((part, index) => segment(part, index === parts.length - 1)).join('');
  const expression = new RegExp(`^${isAnchored ? '' : '(.*/)?'}${source}${below}$`, 's');
  return (path) => expression.test(path);
}

/** A part of a pattern between slashes, with the slash behind it. */
function segment(part: string, isLast: boolean): string {
  if (part === '**') return isLast ? '.+' : '(.*/)?';
  const source = part
    .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  return isLast ? source : `${source}/`;
}
