import { type awscdk, Component } from 'projen';
import type { Service } from '../model/model';
import { stackIds } from '../service/stacks';
import { assemblyCheck } from './assembly-check';

/** What a look-up would need is never there: a stack that asks for one fails here and not at deployment. */
const SYNTH = ['cdk', 'synth', '--quiet', '--no-lookups'];

/** The assembly is synthesized once and deployed as it is. */
export const ASSEMBLY = 'cdk.out';

/** Tasks around the CDK: synthesis without look-ups, and deployment and difference of one stage. */
export class CdkTasks extends Component {
  public constructor(project: awscdk.AwsCdkTypeScriptApp, service: Service) {
    super(project);
    project.compileTask.reset('tsc --project tsconfig.json');
    project.cdkTasks.synthSilent.reset();
    project.cdkTasks.synthSilent.execArgs(SYNTH);
    project.cdkTasks.synth.reset();
    project.cdkTasks.synth.execArgs(SYNTH.filter((argument) => argument !== '--quiet'));
    for (const stage of service.stages) {
      const stacks = stackIds(stage);
      const deploy = project.addTask(`deploy:${stage.name}`, {
        description: `Synthesizes the service and deploys the stage '${stage.name}'`,
      });
      deploy.spawn(project.cdkTasks.synthSilent);
      if (project.ejected) {
        deploy.execArgs(assemblyCheck(true));
        deploy.execArgs(['cdk', 'deploy', '--app', ASSEMBLY, ...stacks], { receiveArgs: true });
      } else {
        deploy.execArgs(['udp-service', 'precheck', stage.name]);
        deploy.execArgs(['udp-service', 'deploy', stage.name], { receiveArgs: true });
      }
      const diff = project.addTask(`diff:${stage.name}`, {
        description: `Compares the stage '${stage.name}' with what is deployed`,
      });
      diff.spawn(project.cdkTasks.synthSilent);
      diff.execArgs(assemblyCheck(project.ejected));
      diff.execArgs(['cdk', 'diff', '--app', ASSEMBLY, ...stacks], { receiveArgs: true });
    }
  }
}
