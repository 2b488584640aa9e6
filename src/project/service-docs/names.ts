import type { Service, Stage } from '../../model/model';

/** Last part of a stack's name. */
type StackPart = 'addresses' | 'deploy-role' | 'network' | 'service';

/** Name of a stack of a stage. */
export function stackName(service: Service, stage: Stage, part: StackPart): string {
  return `${service.name}-${stage.name}-${part}`;
}

/** The option of the AWS CLI that names the stage's region; nothing where the stage has none of its own. */
export function regionOption({ region }: Stage): string {
  return region === undefined ? '' : ` --region ${region}`;
}
