import { github } from 'projen';
import type { Stage, TrustedRolePurpose } from '../../model/model';
import { sessionSeconds } from '../../service/resolve/sessions';
import { subjectContext } from '../../service/resolve/trust';
import { commentVersions } from './actions';
import { amendWorkflow } from './rendered';
import type { Runner, TimedWorkflow, WorkflowSettings } from './settings';
import { environmentOf, Steps } from './steps';
import { workflowText } from './text';

type Job = github.workflows.Job;
type JobStep = github.workflows.JobStep;

/** A job without what every job has; the runner is the standard one unless another is named. */
export interface ServiceJob extends Omit<Job, 'runsOn' | 'runsOnGroup' | 'timeoutMinutes' | 'defaults'> {
  readonly runner?: Runner;
  /** Minutes after which it is cancelled. @default - those of its workflow */
  readonly timeoutMinutes?: number;
}

/** A workflow that has no permission of its own (each job names what it needs) and shows the versions of its actions. */
export abstract class ServiceWorkflow extends github.GithubWorkflow {
  /** Steps that workflows share. */
  protected readonly steps: Steps;

  protected constructor(
    scope: github.GitHub,
    name: string,
    protected readonly settings: WorkflowSettings,
    options: github.GithubWorkflowOptions = {},
  ) {
    super(scope, name, options);
    this.steps = new Steps(settings, this.project.ejected);
    amendWorkflow(this, (text) => commentVersions(text, Object.values(settings.actions)));
  }

  /** Adds a job with what every job has: a runner, a time limit, bash, and the environment of the repository's commands. */
  protected addServiceJob(id: string, { runner, env, ...job }: ServiceJob): void {
    const { runners, timeouts } = this.settings;
    this.addJob(id, {
      ...runsOn(runner ?? runners.standard),
      timeoutMinutes: timeouts[this.name as TimedWorkflow] ?? timeouts.build,
      env: { ...environmentOf(this.settings), ...env },
      defaults: { run: { shell: 'bash' } },
      ...job,
    });
  }

  /** The credentials of a role of the stage; where it lets the job not in, what it has to admit. */
  protected assumeStageRole(
    purpose: TrustedRolePurpose,
    roleArn: string,
    stage: Stage & { region: string },
  ): JobStep[] {
    const { name, region, environment, trust } = stage;
    const minutes = this.settings.timeouts[this.name as TimedWorkflow];
    const isMadeHere = !this.project.ejected && trust?.roles.some((role) => role.purpose === purpose);
    const hint = workflowText('role-refuses', {
      ...this.steps.wording,
      stage: name,
      role: roleArn,
      isMadeHere: isMadeHere === true,
      subject: subjectContext(purpose, environment, this.settings.branch),
      seconds: sessionSeconds(minutes),
    });
    return [
      this.steps.assumeRole({ roleArn, region, minutes }, { name: `Assume the ${purpose} role` }),
      {
        id: 'credentials_hint',
        name: 'Say whom the role has to admit',
        if: "failure() && steps.credentials.outcome == 'failure'",
        env: { HINT: hint },
        run: 'echo "::error::$HINT"\necho "$HINT" >> "$GITHUB_STEP_SUMMARY"',
      },
    ];
  }
}

function runsOn({ labels, group }: Runner): Pick<Job, 'runsOn' | 'runsOnGroup'> {
  if (group === undefined) return { runsOn: [...labels] };
  return { runsOnGroup: { group, ...(labels.length > 0 && { labels: [...labels] }) } };
}
