import type { Stage } from '../../model/model';

/** Lines that make every command that follows one of the stage's region; none where the stage has none of its own. */
export function exportRegion({ region }: Stage): string[] {
  return region === undefined ? [] : [`export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`];
}

/** The value of an output of the stack `$STACK`. */
export function stackOutput(key: string): string {
  return `$(aws cloudformation describe-stacks --stack-name "$STACK" --query "Stacks[0].Outputs[?OutputKey=='${key}'].OutputValue" --output text)`;
}
