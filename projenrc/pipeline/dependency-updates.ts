import { Component, type Project, YamlFile } from 'projen';
import { PUBLISHER_FOLDER } from './release-workflow';

/** Days that a version has been public before it is proposed: most malicious ones are found and taken away within them. */
const COOLDOWN = 7;

/**
 * Updates of dependencies by Dependabot: it changes lockfiles alone (the ranges stand in `.projenrc.ts`), runs on GitHub's
 * side, and needs no workflow here that pushes what another job left. Its pull requests get no secret and a reading token.
 */
export class DependencyUpdates extends Component {
  public constructor(project: Project) {
    super(project);
    const update = (directory: string, more: object = {}) => ({
      'package-ecosystem': 'npm',
      directory,
      schedule: { interval: 'weekly' },
      'versioning-strategy': 'lockfile-only',
      cooldown: { 'default-days': COOLDOWN },
      'commit-message': { prefix: 'build', include: 'scope' },
      ...more,
    });
    new YamlFile(project, '.github/dependabot.yml', {
      committed: true,
      obj: {
        version: 2,
        updates: [
          update('/', {
            // projen and constructs are held at the minimum that is promised, aws-cdk moves together with aws-cdk-lib
            ignore: ['projen', 'constructs', 'aws-cdk'].map((name) => ({ 'dependency-name': name })),
            groups: { dependencies: { patterns: ['*'] } },
          }),
          // a range names the npm that publishes, so that the lockfile alone has to move
          update(`/${PUBLISHER_FOLDER}`),
        ],
      },
    });
  }
}
