import type { Keys } from './manifest';
import type { Candidate } from './plan';
import { newShared } from './shared/plan';

/**
 * Names a file in the environment of a synth: everything is rendered into it, as JSON, and nothing else is written. How
 * commands learn what the template makes of a file without loading projen.
 */
export const RENDERING = 'UDP_SERVICE_RENDERING';

/** What the template makes of a file. */
export interface RenderedFile extends Pick<Candidate, 'class' | 'text' | 'mode'> {
  /** What is remembered of the keys of a shared file. */
  readonly written?: Keys;
}

/** What the template makes of every file, by path. */
export type Rendering = Readonly<Record<string, RenderedFile>>;

/** Candidates as JSON. */
export function renderingOf(candidates: readonly Candidate[]): Rendering {
  const files = candidates.map((candidate): [string, RenderedFile] => {
    const { path, class: fileClass, text, mode } = candidate;
    const { written } = fileClass === 'shared' ? newShared({ ...candidate, rendered: text, version: '' }) : {};
    return [path, { class: fileClass, text, mode, ...(written !== undefined && { written }) }];
  });
  return Object.fromEntries(files);
}
