import type { TrustedRole, TrustedRolePurpose } from '../../model/model';

/** Minutes after which the jobs of a workflow are cancelled, by its name, as the options give them. */
export type Timeouts = Readonly<Record<string, number>>;

/** Minutes of the workflows that assume a role, where nobody says anything else. */
export const ROLE_TIMEOUTS = { deploy: 60, rollback: 60, drift: 20, diff: 30 } as const;

type RoleWorkflow = keyof typeof ROLE_TIMEOUTS;

/** Whose jobs assume a role. */
const WORKFLOWS: Readonly<Record<TrustedRolePurpose, readonly RoleWorkflow[]>> = {
  deploy: ['deploy', 'rollback'],
  drift: ['drift'],
  diff: ['diff'],
};

/** Seconds of the shortest session that AWS gives, and of the longest where a role says nothing. */
const SHORTEST = 900;
const LONGEST_BY_DEFAULT = 3600;

/**
 * Minutes of the longest session of a role that a token is exchanged for.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
 */
export const LONGEST_SESSION = 720;

/**
 * Minutes of the longest session of a role that another role has assumed, whatever either says.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export const LONGEST_CHAINED_SESSION = 60;

/** Seconds of a session that lasts as long as the job. */
export function sessionSeconds(minutes: number): number {
  return Math.max(SHORTEST, minutes * 60);
}

/** What the role of a purpose has to admit so that its jobs have credentials to their end; nothing where IAM's hour does. */
export function maximumSession(
  purpose: TrustedRolePurpose,
  timeouts: Timeouts,
): Pick<TrustedRole, 'maxSessionSeconds'> {
  const minutes = WORKFLOWS[purpose].map((workflow) => timeouts[workflow] ?? ROLE_TIMEOUTS[workflow]);
  const seconds = sessionSeconds(Math.max(...minutes));
  // More than IAM knows is refused where the workflows are resolved; here it must not end in an error of the CDK.
  return seconds > LONGEST_BY_DEFAULT ? { maxSessionSeconds: Math.min(seconds, LONGEST_SESSION * 60) } : {};
}
