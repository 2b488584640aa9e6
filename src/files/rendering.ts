import { writeFileSync } from 'node:fs';
import type { Keys } from './manifest';
import type { Candidate } from './plan';
import { newShared } from './shared/plan';

/**
 * Names a file in the environment of a synth: everything is rendered into it, as JSON, and nothing else is written. See
 * `src/render.ts`.
 */
export const RENDERING = 'UDP_SERVICE_RENDERING';

/** Ends a synth that only renders: nothing that stands behind it in `.projenrc.ts` may write either. */
export class Rendered extends Error {
  public readonly name = 'Rendered';

  public constructor() {
    super(`What the template writes was rendered, as ${RENDERING} asks for; nothing was written.`);
  }

  /** By the name, because a preset may have a copy of this package of its own. */
  public static is(error: unknown): boolean {
    return error instanceof Error && error.name === 'Rendered';
  }
}

/**
 * Writes a rendering for the command that asked for it.
 *
 * @throws Rendered always: the process has done what it was started for
 */
export function handOver(file: string, rendering: Rendering): never {
  writeFileSync(file, JSON.stringify(rendering));
  throw new Rendered();
}

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
