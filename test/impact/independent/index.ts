import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import type { Level } from '../../../src/model/levels';

/** Two bare templates and what the step from one to the other does, written without knowing the rules. */
export interface IndependentCase {
  readonly id: string;
  readonly title: string;
  /** More than one where more than one can be defended. */
  readonly levels: readonly Level[];
  /** What CloudFormation and AWS do. */
  readonly why: string;
  /** File of the template before the change. */
  readonly base: string;
  /** A patch of the base, or the whole template after the change. */
  readonly head: string;
}

export const INDEPENDENT: readonly IndependentCase[] = JSON.parse(read('cases.json'));

/** Both templates of a pair, with the extensions that their files have. */
export function templatesOf({ id, base, head }: IndependentCase): { readonly name: string; readonly text: string }[] {
  const before = read(base);
  if (!head.endsWith('.patch')) {
    return [
      { name: base, text: before },
      { name: head, text: read(head) },
    ];
  }
  const after = applyPatch(before, read(head));
  if (after === false) throw new Error(`the patch of ${id} does not fit ${base}`);
  return [
    { name: base, text: before },
    { name: base, text: after },
  ];
}

function read(file: string): string {
  return readFileSync(join(__dirname, file), 'utf8');
}
