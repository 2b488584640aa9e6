import { type awscdk, Component } from 'projen';
import { shell } from '../package-managers';
import { ManagedFile } from './managed-file';

/** The folder of an assembly, in every command. */
const ASSEMBLY = 'cdk.out';
/** The program of an ejected repository, which has nothing but the CDK. */
const PROGRAM = 'delivery/check-assembly.mjs';
const EJECTED = ['node', PROGRAM, ASSEMBLY];

/** The same as a line of a script. */
export const EJECTED_ASSEMBLY_CHECK = shell(...EJECTED);

/** The command that refuses an assembly which is more than data. */
export function assemblyCheck(ejected: boolean): string[] {
  return ejected ? [...EJECTED] : ['udp-service', 'assembly', 'check', ASSEMBLY];
}

/** What would be refused where there are credentials fails in every build: an assembly that is more than data. */
export class AssemblyCheck extends Component {
  public constructor(project: awscdk.AwsCdkTypeScriptApp) {
    super(project);
    if (project.ejected) {
      new ManagedFile(project, PROGRAM, 'Refuses an assembly that names a program or reaches out of its folder.');
    }
    project.postCompileTask.execArgs(assemblyCheck(project.ejected));
  }
}
