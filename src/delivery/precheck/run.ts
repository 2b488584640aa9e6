import { shortText, UserError } from '../../util/user-error';
import { checkAddresses } from './addresses';
import { checkBootstrap } from './bootstrap';
import { checkExecutionRole } from './execution-role';
import { checkImages } from './images';
import { checkKeptImages } from './kept-images';
import { type Checked, together, unknown } from './problem';
import { checkReferences } from './references';
import { checkRoles } from './roles';
import { checkStacks } from './stacks';
import type { Precheck } from './subject';

type Check = (precheck: Precheck) => Promise<Checked>;

const CHECKS: readonly Check[] = [
  checkRoles,
  checkExecutionRole,
  checkStacks,
  checkAddresses,
  checkImages,
  checkReferences,
];

/**
 * Finds what would make a deployment fail, before anything is changed.
 *
 * @param kept whether the assembly is an earlier one, whose images must have been published already
 */
export async function precheck(subject: Precheck, kept: boolean): Promise<Checked> {
  const bootstrap = await checkBootstrap(subject);
  // Without the bootstrap stack every role is missing, too, and to say so would hide the cause.
  const checks = CHECKS.filter(
    (check) => (check !== checkRoles && check !== checkExecutionRole) || bootstrap.problems.length === 0,
  );
  const { readerProblem } = subject.access;
  const reader = readerProblem === undefined || bootstrap.problems.length > 0 ? [] : [unknown(lookup(readerProblem))];
  const rest = await Promise.all(
    [...checks, ...(kept ? [checkKeptImages] : [])].map((check) => tolerant(check, subject)),
  );
  return together([bootstrap, ...reader, ...rest]);
}

function lookup(problem: string): string {
  return `the lookup role of the bootstrap stack cannot be assumed, so the caller's own permissions are used to read (${problem})`;
}

/** A call that is refused leaves its question open; it says nothing about the deployment. */
async function tolerant(check: Check, subject: Precheck): Promise<Checked> {
  try {
    return await check(subject);
  } catch (error) {
    if (error instanceof UserError) return unknown(shortText(error));
    throw error;
  }
}
