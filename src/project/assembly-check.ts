import { type awscdk, Component } from 'projen';
import { shell } from '../package-managers';
import { DEPLOYMENTS_SCRIPT } from './deployments-script';

/** The same as a line of a script. */
export const EJECTED_ASSEMBLY_CHECK = shell('node', DEPLOYMENTS_SCRIPT, 'check');

/** The command that refuses an assembly which is more than data. */
export function assemblyCheck(ejected: boolean): string[] {
  return ejected ? ['node', DEPLOYMENTS_SCRIPT, 'check'] : ['udp-service', 'assembly', 'check', 'cdk.out'];
}

/** What would be refused where there are credentials fails in every build: an assembly that is more than data. */
export class AssemblyCheck extends Component {
  public constructor(project: awscdk.AwsCdkTypeScriptApp) {
    super(project);
    project.postCompileTask.execArgs(assemblyCheck(project.ejected));
  }
}
