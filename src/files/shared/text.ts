import { Refusal } from '../../util/refusal';
import type { Keys } from '../manifest';

/** A text as keys, and the way back. */
export interface Parsed {
  readonly keys: Keys;
  /** The text with other keys: the same text where they are the same in the same order. */
  readonly print: (merged: Keys) => string;
}

/** A text that cannot be merged; the message says why. */
export class UnusableText extends Refusal {}
