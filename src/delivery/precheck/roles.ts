import { assumeRole } from '../../clients/aws/roles';
import { shortText, UserError } from '../../util/user-error';
import { type Access, resolveIn, SESSION } from '../access';
import { type Checked, found, NOTHING, together } from './problem';
import type { Precheck } from './subject';

/** Whether the caller may assume the roles that the CDK deploys and publishes with. */
export async function checkRoles({ assembly, access }: Precheck): Promise<Checked> {
  const roles = assembly.stacks.flatMap(({ roles: { deploy, publishing } }) => [
    ...(deploy === undefined ? [] : [deploy]),
    ...publishing,
  ]);
  const distinct = [...new Set(roles.map((role) => resolveIn(access, role)))];
  return together(await Promise.all(distinct.map((role) => checkOne(access, role))));
}

async function checkOne({ aws, caller, account }: Access, role: string): Promise<Checked> {
  try {
    await assumeRole(aws, role, SESSION);
    return NOTHING;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const trust =
      caller.account === account
        ? ''
        : `, and bootstrap the account with --trust ${caller.account}, which it may not have been`;
    return found({
      subject: `role ${role}`,
      cause: `${caller.arn} cannot assume it (${shortText(error)})`,
      remedy: `Allow sts:AssumeRole on it${trust}. The roles that 'trust' makes may (npx udp-service trust).`,
    });
  }
}
