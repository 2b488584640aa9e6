import type { Service, Stage } from '../../../model/model';
import { regionOption, type StackPart, stackName } from '../names';

/** Takes the protection against deletion from a stack. */
export function unprotect(service: Service, stage: Stage, part: StackPart): string {
  return `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName(service, stage, part)}${regionOption(stage)}`;
}

/** Deletes a stack and waits until it is gone. */
export function deleteStack(service: Service, stage: Stage, part: StackPart): string {
  const target = `--stack-name ${stackName(service, stage, part)}${regionOption(stage)}`;
  return `aws cloudformation delete-stack ${target} && aws cloudformation wait stack-delete-complete ${target}`;
}
