import type { Relation } from './api';

/** What is known before a commit is deployed. */
export interface OrderQuestion {
  /** The commit that is to be deployed, and whether it is part of the default branch. */
  readonly commit: string;
  readonly isOnBranch: boolean;
  /** What was deployed last. */
  readonly last: { readonly commit: string; readonly isOnBranch: boolean; readonly run: number };
  /** How the commit lies to the last one. */
  readonly toLast: Relation;
  /** How it lies to the newest commit of the default branch that was deployed; absent where none was. */
  readonly toMain?: Relation;
  /** Whether a person started this very attempt for this very ref: no re-run, and no push. */
  readonly isStartedByHand: boolean;
}

/** Whether a deployment may begin; `note` says what is unusual. */
export type Order =
  | { readonly kind: 'forward'; readonly note?: string }
  | { readonly kind: 'refused'; readonly cause: string };

/**
 * Whether a commit is deployed over an older one of its own history. A commit beside the last one is deployed where that
 * was of a topic branch and the default branch follows it again, or where somebody starts it by hand: a re-run of an old
 * run is neither.
 */
export function judgeOrder(question: OrderQuestion): Order {
  const { last, toLast, toMain, isOnBranch, isStartedByHand } = question;
  if (toLast === 'identical' || toLast === 'ahead') return { kind: 'forward' };
  if (toLast === 'behind') return { kind: 'refused', cause: 'it is older' };
  const beside = `The commit ${short(last.commit)}, deployed last by run ${last.run}, is not part of this one: what it changed is taken away.`;
  if (!isOnBranch) {
    return isStartedByHand
      ? { kind: 'forward', note: beside }
      : { kind: 'refused', cause: 'neither of them holds the other' };
  }
  if (last.isOnBranch) return { kind: 'refused', cause: 'neither of them holds the other' };
  return toMain === 'behind'
    ? { kind: 'refused', cause: 'it is older than what the default branch has deployed since' }
    : { kind: 'forward', note: beside };
}

export function short(commit: string): string {
  return commit.slice(0, 7);
}
