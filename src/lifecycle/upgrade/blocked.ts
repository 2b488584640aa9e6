import { UserError } from '../../util/user-error';

/** What every upgrade that cannot go on begins with; a title of a pull request or an issue as well. */
const SUBJECT = 'upgrade blocked';

/** Why an upgrade cannot go on, in a sentence that goes on a title, and what to do about it. */
export interface Blocked {
  readonly reason: string;
  readonly remedy?: string;
}

/** @param remedy what to do, where the reason does not say it */
export function upgradeBlocked(reason: string, remedy?: string, output?: string): UserError {
  return new UserError({ subject: SUBJECT, cause: reason, output, remedy });
}

export function isUpgradeBlocked(error: unknown): error is UserError {
  return error instanceof UserError && error.problem.subject === SUBJECT;
}

/** What a person can do something about as the reason of an upgrade; `undefined` for an error of this program. */
export function blockedBy(error: unknown): Blocked | undefined {
  if (!(error instanceof UserError)) return undefined;
  const { subject, cause, output, remedy } = error.problem;
  return {
    reason: subject === SUBJECT ? cause : `${subject}: ${cause}`,
    remedy: [output, remedy].filter(Boolean).join('\n') || undefined,
  };
}
