import { Component, type InitProject, type Project } from 'projen';
import type { Service } from '../model/model';
import { wordedFor } from './wording';

/** What `projen new` prints at its end: the ordered steps to production. */
export class NextSteps extends Component {
  public constructor(
    project: Project,
    private readonly service: Service,
    private readonly branch: string,
  ) {
    super(project);
  }

  public postProjectCreation(_initProject: InitProject): void {
    // projen commits after its last hook and prints every file of it: what comes next must be the last thing printed
    process.once('exit', (code) => {
      if (code === 0) console.log(wordedFor(this.project, `\n${nextSteps(this.service, this.branch).join('\n')}`));
    });
  }
}

function nextSteps(service: Service, branch: string): string[] {
  const fromSource = service.stages.some(({ image }) => image.source === 'asset');
  const steps = [
    fromSource
      ? 'Put your application into app/ (the sample echoes datagrams), and its ports into .projenrc.ts.'
      : 'Set the versions in images.json.',
    `Edit .projenrc.ts: stages with account and region; then: npx projen && npx projen test:update && npx projen build`,
    `Bootstrap each account and region once: npx cdk bootstrap aws://ACCOUNT/REGION`,
    `Deploy from here: npx projen deploy:${service.stages[0].name}`,
    `Let GitHub deploy, once the repository is there: with credentials of each stage's account: npx udp-service trust ${service.stages[0].name}`,
    'See what GitHub needs (environments, reviewers, rules of the branch), and set it with --apply: npx udp-service github',
    `Push to ${branch}: the workflow deploys one stage after the other.`,
  ];
  return [
    `The service '${service.name}' is ready. Next steps:`,
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ];
}
