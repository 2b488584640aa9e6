import { type awscdk, Component, DependencyType } from 'projen';
import { TEST_DEPENDENCIES } from './projen-defaults';

/** `PATH` of the tasks: the commands of the locked dependencies first. */
const PATH = `$(node --print "[require('path').resolve('node_modules', '.bin'), process.env.PATH].join(require('path').delimiter)")`;

/** The compiler configuration of `.projenrc.ts` alone; `tsconfig.json` covers it. */
const PROJENRC_TSCONFIG = 'projenrc/tsconfig.json';

/** Replaces what is slow, unused or unpinned in the toolchain of projen's CDK app. */
export class Toolchain extends Component {
  public constructor(private readonly app: awscdk.AwsCdkTypeScriptApp) {
    super(app);
    // projen starts npx for every task, only to learn where the commands of the dependencies lie
    app.tasks.addEnvironment('PATH', PATH);
    app.addDevDeps(...TEST_DEPENDENCIES);
    this.removeUnused();
    app.package.addField('private', true);
    app.package.addField('publishConfig', undefined);
    // projen writes another address before the first install than after it, which would leave a new repository dirty
    app.biome?.file.addOverride('$schema', './node_modules/@biomejs/biome/configuration_schema.json');
  }

  private removeUnused(): void {
    // TypeScript is run by tsx, and no Lambda function is bundled
    for (const dependency of ['ts-node', 'esbuild']) this.app.deps.removeDependency(dependency, DependencyType.BUILD);
    // `bundle` would run before every cdk command; `watch` deploys without a change set; `clobber` resets the checkout
    this.app.cdkConfig.json.addDeletionOverride('build');
    this.app.cdkConfig.json.addDeletionOverride('watch');
    for (const task of ['bundle', 'watch', 'clobber']) this.app.removeTask(task);
    this.app.tryRemoveFile(PROJENRC_TSCONFIG);
    this.app.gitignore.removePatterns(`!/${PROJENRC_TSCONFIG}`);
    this.app.gitattributes.removeAttributes(
      `/${PROJENRC_TSCONFIG}`,
      'linguist-generated',
      'linguist-language=JSON-with-Comments',
    );
  }
}
