import type { Pitfall } from './pitfall';
import { PITFALLS } from './rules';

/** The ID of a pitfall that exists. */
export type PitfallId = (typeof PITFALLS)[number]['id'];

/** A pitfall that exists. */
export interface KnownPitfall extends Pitfall {
  readonly id: PitfallId;
}

/** Number of a pitfall, for sorting. */
export function numberOf(id: Pitfall['id']): number {
  return Number(id.slice(1));
}

/** Every pitfall by number. */
export const pitfalls: readonly KnownPitfall[] = [...PITFALLS].sort(
  (left, right) => numberOf(left.id) - numberOf(right.id),
);

export function isPitfallId(id: unknown): id is PitfallId {
  return pitfalls.some((pitfall) => pitfall.id === id);
}
