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
 * Whether a commit may be deployed over the last one. Forward is what holds the last commit. Where the last one is no part
 * of the default branch (it was of a topic branch, or was taken out of the history), the default branch may follow it;
 * back to a commit that it holds only where somebody starts that by hand. A re-run of an old run is never started by hand.
 */
export function judgeOrder(question: OrderQuestion): Order {
  const { last, toLast, toMain, isOnBranch, isStartedByHand } = question;
  if (toLast === 'identical' || toLast === 'ahead') return { kind: 'forward' };
  const cause = toLast === 'behind' ? 'it is older' : 'neither of them holds the other';
  const replaced = `The commit ${short(last.commit)}, deployed last by run ${last.run}, is not part of this one: what it changed is taken away.`;
  if (last.isOnBranch) {
    return toLast !== 'behind' && !isOnBranch && isStartedByHand
      ? { kind: 'forward', note: replaced }
      : { kind: 'refused', cause };
  }
  if (isOnBranch && toMain === 'behind') {
    return { kind: 'refused', cause: 'it is older than what the default branch has deployed before' };
  }
  const mayPass = isStartedByHand || (isOnBranch && toLast !== 'behind');
  return mayPass ? { kind: 'forward', note: replaced } : { kind: 'refused', cause };
}

export function short(commit: string): string {
  return commit.slice(0, 7);
}
