import { existsSync, readFileSync } from 'node:fs';
import { compare, valid } from 'semver';

/** The notes of one release. */
export interface ReleaseNotes {
  /** `undefined` for what is not released yet. */
  readonly version?: string;
  readonly title: string;
  readonly body: string;
}

/** Reads a changelog whose releases are headings of the second level that begin with the version: `## 1.2.0 (2026-12-01)`. */
export function parseChangelog(text: string): ReleaseNotes[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...body] = section.split('\n');
      const version = valid(title.replace(/^\[/, '').split(/[\s\]]/)[0]) ?? undefined;
      return { ...(version === undefined ? {} : { version }), title: title.trim(), body: body.join('\n').trim() };
    });
}

/** The notes of every release after one version and up to another, newest first. */
export function notesBetween(file: string, from: string, to: string): ReleaseNotes[] {
  if (!existsSync(file)) return [];
  return parseChangelog(readFileSync(file, 'utf8'))
    .filter(({ version }) => version !== undefined && compare(version, from) > 0 && compare(version, to) <= 0)
    .sort((a, b) => compare(b.version ?? '', a.version ?? ''));
}
