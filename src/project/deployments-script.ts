import { Component, type Project } from 'projen';
import { blueprintFile } from './blueprint';
import { ManagedFile } from './managed-file';

/** Where it lies in a repository. */
export const DEPLOYMENTS_SCRIPT = '.github/scripts/deployments.cjs';

/** Where it lies in this package: made of `src/cli/deployments/script.ts` before it is compiled. */
const BUNDLE = 'ejected/deployments.cjs';

/** What stands in an ejected repository for the commands by which workflows record, order and bring back deployments. */
export class DeploymentsScript extends Component {
  public constructor(project: Project) {
    super(project);
    new ManagedFile(project, DEPLOYMENTS_SCRIPT, 'It is yours now.', () => blueprintFile(BUNDLE));
  }
}
