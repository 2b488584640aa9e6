import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../files/content';
import type { ManifestFile } from '../../files/manifest';
import { indispensable } from '../../files/policy';
import type { Rendering } from '../../files/rendering';
import { installedTemplate } from '../../files/template';
import { UserError } from '../../util/user-error';
import { didYouMean } from '../repository';
import { Change } from './change';
import { renderRepository } from './rendering';

/** Mode bit by which the owner of a file may change it. */
const WRITABLE = 0o200;

/**
 * Makes managed files the user's. Their content stays as it is.
 *
 * @returns what was done
 */
export async function release(
  root: string,
  directory: string,
  given: readonly string[],
  render = renderRepository,
): Promise<string> {
  const change = new Change(root, directory, given);
  // what the manifest does not know, or calls the user's, may still be a file that the template wants to write
  const isTemplates = change.paths.every((path) => (change.entry(path)?.class ?? 'owned') !== 'owned');
  const rendering = isTemplates ? {} : await render(root);
  const planned = change.planned((path) => ({ path, entry: releasedEntry(change, rendering, path) }));
  for (const { path } of planned) makeWritable(change, path);
  change.record(Object.fromEntries(planned.map(({ path, entry }) => [path, entry])));
  const told = planned.map(
    ({ path }) =>
      `${path}: it is yours now. Its content stays, also when the template changes${headerHint(change, path)}.`,
  );
  return [...told, 'Now run: npx projen', ''].join('\n');
}

function releasedEntry(change: Change, rendering: Rendering, path: string): ManifestFile {
  const reason = indispensable(path);
  if (reason !== undefined) throw new UserError({ subject: path, cause: `cannot be released: ${reason}` });
  const entry = change.entry(path);
  if (entry?.released) throw new UserError({ subject: path, cause: 'is released already' });
  const rendered = Object.hasOwn(rendering, path) ? rendering[path] : undefined;
  if (entry?.class === 'owned' && (rendered?.class ?? 'owned') === 'owned') {
    throw new UserError({ subject: path, cause: 'is yours already; the template never writes it again' });
  }
  if (entry !== undefined) return { class: 'owned', sha256: entry.sha256, version: entry.version, released: true };

  if (rendered === undefined) {
    const isAbsent = change.disk.inspect(path).kind === 'absent';
    const cause = isAbsent ? 'there is no such file' : 'is yours already: the template writes no such file';
    throw new UserError({
      subject: path,
      cause,
      remedy: didYouMean(path, [...change.known, ...Object.keys(rendering)]),
    });
  }
  const { version } = installedTemplate();
  return { class: 'owned', sha256: contentHash(rendered.text), version, released: true };
}

/** The first lines of a managed file tell everybody not to edit it. */
function headerHint(change: Change, path: string): string {
  const { content } = change.disk.inspect(path);
  return content?.includes('Managed file:') ? '; its first lines, which call it managed, are yours to remove' : '';
}

function makeWritable(change: Change, path: string): void {
  if (change.disk.inspect(path).kind !== 'file') return;
  const file = join(change.root, path);
  chmodSync(file, statSync(file).mode | WRITABLE);
}
