import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../files/atomic';
import { PATCH } from '../../files/patch';
import type { Rendering } from '../../files/rendering';
import { type Taken, takenOf } from '../../files/take';
import { installedTemplate } from '../../files/template';
import { UserError } from '../../util/user-error';
import { didYouMean } from '../repository';
import { Change } from './change';
import { renderRepository } from './rendering';

/**
 * Takes the template's version of files. What stands there is kept first, as a patch beside each.
 *
 * @returns what was done
 */
export async function take(
  root: string,
  directory: string,
  given: readonly string[],
  render = renderRepository,
): Promise<string> {
  const change = new Change(root, directory, given);
  const rendering = await render(root);
  const planned = change.planned((path) => ({ path, taken: takenFrom(change, rendering, path) }));
  const told = planned.map(({ path, taken }) => {
    const patch = taken.patch && keep(change, path, taken.patch);
    if (writeAtomically(root, path, taken.text, rendering[path].mode)) return say(path, patch);
    chmodSync(join(root, path), rendering[path].mode);
    return `${path}: it is as the template writes it already.`;
  });
  change.record(Object.fromEntries(planned.map(({ path, taken }) => [path, taken.entry])));
  return [...told, 'Now run: npx projen', ''].join('\n');
}

function takenFrom(change: Change, rendering: Rendering, path: string): Taken {
  const rendered = Object.hasOwn(rendering, path) ? rendering[path] : undefined;
  if (rendered === undefined) {
    const entry = change.entry(path);
    const [cause, remedy] =
      entry === undefined
        ? ['the template writes no such file', 'See the list: npx udp-service files.']
        : [
            `the template ${entry.class === 'owned' ? 'leaves it to you' : 'does not write it any more'}`,
            'There is nothing to take.',
          ];
    throw new UserError({
      subject: path,
      cause,
      remedy: [remedy, didYouMean(path, Object.keys(rendering))].filter(Boolean).join(' '),
    });
  }
  const disk = change.disk.inspect(path);
  if (disk.kind === 'other') {
    throw new UserError({
      subject: path,
      cause: `a ${disk.what} is there, which no patch could keep`,
      remedy: 'Move it away, then: npx projen',
    });
  }
  return takenOf(path, rendered, disk.content, change.entry(path), installedTemplate().version);
}

/** Keeps a patch beside its file, under a name that is free. */
function keep({ root, disk }: Change, path: string, patch: Buffer): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${path}${PATCH}` : `${path}.${number}${PATCH}`;
    const found = disk.inspect(name);
    if (found.kind === 'absent') {
      writeAtomically(root, name, patch);
      return name;
    }
    if (found.kind === 'file' && found.content?.equals(patch)) return name; // an interrupted run kept it
  }
}

function say(path: string, patch: string | undefined): string {
  if (patch === undefined) return `${path}: it is the template's version now.`;
  return `${path}: it is the template's version now. What stood there: ${patch} (git apply ${patch} puts it back).`;
}
