import type { Service, Stage } from '../../model/model';

/** Last part of a stack's name. */
export type StackPart = 'addresses' | 'deploy-role' | 'network' | 'service';

/** Name of a stack of a stage. */
export function stackName(service: Service, stage: Stage, part: StackPart): string {
  return `${service.name}-${stage.name}-${part}`;
}

/** Family of the task definitions of a stage. */
export function family(service: Service, stage: Stage): string {
  return `${service.name}-${stage.name}`;
}

/** The option of the AWS CLI that names the stage's region; nothing where the stage has none of its own. */
export function regionOption({ region }: Stage): string {
  return region === undefined ? '' : ` --region ${region}`;
}

/** The same commands for every stage, each under the stage's name. */
export function perStage(service: Service, command: (stage: Stage) => string): string {
  return service.stages.map((stage) => `# ${stage.name}\n${command(stage)}`).join('\n');
}
