import { Component, type Project } from 'projen';
import { type PackageManager, shell } from '../package-managers';

/** What the tasks run; an installation that was ended in the middle may have left less than all of it. */
const COMMAND = 'udp-service';

/**
 * Whether it is there and can be executed: some package managers write a command first and make it executable then. projen's
 * shell knows no `test -x`, and ends where it comes to such a command itself.
 */
const CAN_RUN = `node -e "try { fs.accessSync('node_modules/.bin/${COMMAND}', fs.constants.X_OK) } catch { process.exit(1) }"`;

/** The tasks that bring the repository up to date: the template by its own channel, the CDK, and what else there is. */
export class UpgradeTasks extends Component {
  public constructor(project: Project, { installLocked, installMutable }: PackageManager) {
    super(project);
    // what is locked; an installation that ended between package.json and the lockfile has them contradict each other
    const restore = `${shell(...installLocked)} || ${shell(...installMutable)}`;
    const add = (name: string, description: string, ...args: string[]) => {
      const task = project.addTask(name, { description });
      task.exec(`${CAN_RUN} || ${restore}`);
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
