import type { StageStack } from '../assembly';
import { type DeployedStack, describeStack } from '../deployed';
import { type Checked, found, NOTHING, together } from './problem';
import type { Precheck } from './subject';

/** Whether CloudFormation would take a change of each stack in the state that it is in. */
export async function checkStacks({ assembly, access }: Precheck): Promise<Checked> {
  const checked = assembly.stacks.map(async (stack) => {
    const deployed = await describeStack(access.reader, stack.name);
    return deployed === undefined ? NOTHING : judge(stack, deployed, access.region);
  });
  return together(await Promise.all(checked));
}

function judge(
  { id, name }: StageStack,
  { status, statusReason, terminationProtection }: DeployedStack,
  region: string,
): Checked {
  const subject = `stack ${name}`;
  const cause = `it is ${status}${statusReason ? ` (${statusReason})` : ''}`;
  if (status === 'REVIEW_IN_PROGRESS') return NOTHING;
  if (status.endsWith('_IN_PROGRESS')) {
    return found({ subject, cause, remedy: 'Wait until the other operation has ended, then start again.' });
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return found({
      subject,
      cause: `${cause}, and takes no change until its rollback has ended`,
      remedy: `Repair what the reason names, then: npx cdk rollback ${id}`,
    });
  }
  if (status === 'DELETE_FAILED') {
    return found({
      subject,
      cause: `${cause}: it was to be deleted, and something of it remains`,
      remedy: `Delete the rest: aws cloudformation delete-stack --region ${region} --stack-name ${name}`,
    });
  }
  if (/^ROLLBACK_(COMPLETE|FAILED)$/.test(status) && terminationProtection) {
    return found({
      subject,
      cause: `${cause}: its creation failed, so it must be deleted before it is created again, and termination protection is on`,
      remedy: `Nothing runs in it. aws cloudformation update-termination-protection --region ${region} --stack-name ${name} --no-enable-termination-protection`,
    });
  }
  return NOTHING;
}
