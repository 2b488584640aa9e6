import { Component, type Project } from 'projen';
import { type PackageManager, shell } from '../package-managers';

/** What the tasks run; an installation that was ended in the middle may have left less than all of it. */
const COMMAND = 'udp-service';

/** The tasks that bring the repository up to date: the template by its own channel, the CDK, and what else there is. */
export class UpgradeTasks extends Component {
  public constructor(project: Project, { installLocked, installMutable }: PackageManager) {
    super(project);
    // what is locked; an installation that ended between package.json and the lockfile has them contradict each other
    const restore = `${shell(...installLocked)} || ${shell(...installMutable)}`;
    const add = (name: string, description: string, ...args: string[]) => {
      const task = project.addTask(name, { description });
      // pnpm writes a command before it makes it executable
      task.exec(`test -x node_modules/.bin/${COMMAND} || ${restore}`);
      task.execArgs([COMMAND, 'upgrade', ...args], { receiveArgs: true });
    };
    add(
      'upgrade',
      'Takes a newer version of the template and tells what it does to what runs (--to, --abort)',
      'template',
    );
    add('upgrade:cdk', 'Takes newer versions of the CDK and tells what they do to what runs', 'cdk');
    add('upgrade:dependencies', 'Takes newer versions of all other dependencies', 'dependencies');
  }
}
