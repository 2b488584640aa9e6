import type { Level } from '../../model/levels';

/**
 * A change of the template that replaces, loses or broadens something that runs. Repositories that were there before it
 * keep what they have until their owner says otherwise; new ones begin with it.
 */
export interface Behaviour {
  /** Name of its option in `behaviours`. */
  readonly name: string;
  /** What is different with it, in a sentence. */
  readonly summary: string;
  /** Baseline that begins with it: repositories created since then have it unless they say otherwise. */
  readonly since: string;
  /** What switching it on does to what runs; tests verify it. */
  readonly impact: Exclude<Level, 'none'>;
  /** Whether switching it off again leads back to what ran before. */
  readonly reversible: boolean;
  /** What to do, step by step, so that clients notice as little as can be. */
  readonly runbook: readonly string[];
}
