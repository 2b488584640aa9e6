import { Component, type cdk, IniFile, JsonFile, Version } from 'projen';
import { BuildWorkflow } from './build-workflow';
import { DependencyUpdates } from './dependency-updates';
import { NightlyWorkflow } from './nightly-workflow';
import { PUBLISHER_FOLDER, ReleaseWorkflow } from './release-workflow';
import { TitleWorkflow } from './title-workflow';

/** How this package is built, published and updated: by the rules that its own template keeps. */
export class Pipeline extends Component {
  public constructor(project: cdk.JsiiProject) {
    super(project);
    if (project.github === undefined) throw new Error('the workflows of this package are those of GitHub');
    new BuildWorkflow(project.github);
    new NightlyWorkflow(project.github);
    new TitleWorkflow(project.github);
    new ReleaseWorkflow(project.github);
    new DependencyUpdates(project);
    new JsonFile(project, `${PUBLISHER_FOLDER}/package.json`, {
      obj: { name: 'publisher', private: true, dependencies: { npm: '^11.5.1' } },
    });
    // a lockfile names no registry: `npm ci` asks the one of whoever runs it, and the digests hold the content
    new IniFile(project, '.npmrc', { obj: { 'omit-lockfile-registry-resolved': true } });
    this.addReleaseTask(project);
  }

  private addReleaseTask(project: cdk.JsiiProject): void {
    const version = new Version(project, {
      versionInputFile: 'package.json',
      artifactsDirectory: project.artifactsDirectory,
      versionrcOptions: {},
      tagPrefix: '',
    });
    const task = project.addTask('release:pack', {
      description: 'Packs the next version for a release, with its notes and the list of what is bundled',
    });
    task.execArgs(['rm', '-rf', project.artifactsDirectory]);
    task.spawn(version.bumpTask);
    task.spawn(project.preCompileTask);
    task.spawn(project.compileTask);
    task.spawn(project.packageTask);
    task.execArgs(['node', 'tools/release-files.mjs']);
    task.spawn(version.unbumpTask);
    // nothing but what is committed is published
    task.execArgs(['git', 'diff', '--exit-code']);
  }
}
