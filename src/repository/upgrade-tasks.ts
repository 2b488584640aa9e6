import { Component, type Project } from 'projen';

/** The tasks that bring the repository up to date: the template by its own channel, the CDK, and what else there is. */
export class UpgradeTasks extends Component {
  public constructor(project: Project) {
    super(project);
    const add = (name: string, description: string, ...args: string[]) =>
      project.addTask(name, { description }).execArgs(['udp-service', 'upgrade', ...args], { receiveArgs: true });
    add(
      'upgrade',
      'Takes a newer version of the template and tells what it does to what runs (--to, --abort)',
      'template',
    );
    add('upgrade:cdk', 'Takes newer versions of the CDK and tells what they do to what runs', 'cdk');
    add('upgrade:dependencies', 'Takes newer versions of all other dependencies', 'dependencies');
  }
}
