import { Refusal } from '../../../util/refusal';

/** What was found out about one kind of proof; a proof that is wrong is an error instead. */
export type Finding =
  /** It is there, and right. */
  | { readonly state: 'verified'; readonly by: string; readonly source?: string }
  /** The registry has none of this version. */
  | { readonly state: 'absent' }
  /** There is one that could not be checked. */
  | { readonly state: 'unchecked'; readonly because: string };

/** A proof that contradicts what it is of. */
export class Forged extends Refusal {}
