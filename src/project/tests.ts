import { Component, type InitProject, type typescript } from 'projen';
import { SNAPSHOT_TEST, TEMPLATE_TESTS } from '../files/paths';
import { blueprintFiles } from './blueprint';
import { ManagedFile } from './managed-file';

/** The managed tests, and the snapshots that are part of what a new repository commits. */
export class Tests extends Component {
  public constructor(private readonly typescriptProject: typescript.TypeScriptProject) {
    super(typescriptProject);
    for (const path of blueprintFiles(TEMPLATE_TESTS)) {
      new ManagedFile(typescriptProject, path, 'Tests of your own stand in test/, beside this folder.');
    }
    // a snapshot is what reviewers look at: it must not be folded away as generated code
    typescriptProject.gitattributes.removeAttributes('*.snap', 'linguist-generated');
  }

  public postProjectCreation(_initProject: InitProject): void {
    this.typescriptProject.tasks.runTask('test:update', [SNAPSHOT_TEST]);
  }
}
