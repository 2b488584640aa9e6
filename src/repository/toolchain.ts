import { type awscdk, Component, DependencyType } from 'projen';
import { RUN_PROJENRC } from './projen-defaults';

/** `PATH` of the tasks: the commands of the locked dependencies first. */
const PATH = `$(node --print "[require('path').resolve('node_modules', '.bin'), process.env.PATH].join(require('path').delimiter)")`;

/** Replaces what is slow or unused in the toolchain of projen's CDK app. */
export class Toolchain extends Component {
  public constructor(project: awscdk.AwsCdkTypeScriptApp, projenrcTs: boolean) {
    super(project);
    // TypeScript is run by tsx, and `.projenrc.ts` is type-checked with everything else
    project.deps.removeDependency('ts-node', DependencyType.BUILD);
    project.tryRemoveFile('projenrc/tsconfig.json');
    if (projenrcTs) {
      project.defaultTask?.reset();
      project.defaultTask?.execArgs(RUN_PROJENRC);
    }
    // projen starts npx for every task, only to learn where the commands of the dependencies lie
    project.tasks.addEnvironment('PATH', PATH);
  }
}
