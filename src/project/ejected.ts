import { Component, ProjenrcFile, type typescript } from 'projen';
import { packageManagerOption } from '../options/package-manager';
import { scriptsOf } from './ejected-scripts';
import { aroundSynthesis, removeComponent } from './projen-internals';

const TASKS = '.projen/tasks.json';

/** A repository that goes on without projen and this package: tasks become scripts, and nothing needs either. */
export class Ejected extends Component {
  public constructor(
    private readonly app: typescript.TypeScriptProject,
    /** Packages that made the repository. */
    packages: readonly string[],
  ) {
    super(app);
    const gone = app.deps.all.filter(({ name }) => name === 'projen' || packages.includes(name));
    for (const { name, type } of gone) app.deps.removeDependency(name, type);
    this.removeProjenrc();
    this.removeTasks();
  }

  /** After every other component: tasks may have been added until now. */
  public preSynthesize(): void {
    const { tasks, package: manifest } = this.app;
    const scripts = scriptsOf(tasks.all, packageManagerOption(manifest));
    // a package manager runs a script of this name by itself
    const installing = [manifest.installTask.name, manifest.installCiTask.name];
    for (const { name } of tasks.all) {
      if (Object.hasOwn(scripts, name) && !installing.includes(name)) manifest.setScript(name, scripts[name]);
      else manifest.removeScript(name);
    }
  }

  private removeProjenrc(): void {
    for (const component of this.app.components.filter((one): one is ProjenrcFile => one instanceof ProjenrcFile)) {
      this.app.tsconfig?.removeInclude(component.filePath);
      removeComponent(component);
    }
  }

  private removeTasks(): void {
    const { gitignore, gitattributes, tasks } = this.app;
    this.app.tryRemoveFile(TASKS);
    gitignore.removePatterns(`!/${TASKS}`);
    for (const path of [`/${TASKS}`, '/.projen/**']) gitattributes.removeAttributes(path);
    // projen would put a program of its own there, which reads the tasks
    aroundSynthesis(tasks, () => undefined);
  }
}
