import { github } from 'projen';
import type { Service, Stage } from '../../model/model';
import { lookupRoleArn } from '../../service/partition';
import { ROLES_PART, stackIds } from '../../service/stacks';
import { ASSEMBLY } from '../cdk-tasks';
import { separated } from '../service-docs/values';
import { type ServiceJob, ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import { missingOf, noticeStep, remedyFor } from './stage-jobs';
import { ASSEMBLY_OUTPUTS, githubCli } from './steps';
import { workflowText } from './text';

const SYNTH_JOB = 'synth';
const LABEL = 'drift';
const REPORTS = 'reports';

type WatchedStage = Stage & Required<Pick<Stage, 'account' | 'region' | 'driftRoleArn'>>;

const NEEDED = ['account', 'region', 'driftRoleArn'] as const;

/**
 * `drift`: looks for what was changed by hand in the stacks of this repository and in no others, and keeps one issue about
 * it: opened, brought up to date, closed.
 */
export class DriftWorkflow extends ServiceWorkflow {
  public constructor(
    scope: github.GitHub,
    settings: WorkflowSettings,
    private readonly service: Service,
  ) {
    super(scope, 'drift', settings, { limitConcurrency: true, concurrencyOptions: { group: 'drift' } });
    const watched = service.stages.filter(isWatched);
    this.on({
      ...(watched.length > 0 && { schedule: [{ cron: settings.driftSchedule }] }),
      workflowDispatch: {},
    });
    if (watched.length === 0) {
      this.addServiceJob('notice', this.noticeJob());
      return;
    }
    this.addServiceJob(SYNTH_JOB, {
      name: 'Synthesize',
      permissions: { contents: github.workflows.JobPermission.READ, ...this.steps.installPermissions },
      outputs: ASSEMBLY_OUTPUTS,
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.steps.synthesize(),
        ...this.steps.uploadAssembly(1),
      ],
    });
    for (const stage of watched) this.addServiceJob(jobId(stage), this.stageJob(stage));
    this.addServiceJob('issue', this.issueJob(watched));
  }

  private stageJob(stage: WatchedStage): ServiceJob {
    const { name, region } = stage;
    const report = `drift-${name}.md`;
    return {
      name: `Look for drift of ${name}`,
      needs: [SYNTH_JOB],
      permissions: {
        contents: github.workflows.JobPermission.READ,
        ...this.steps.installPermissions,
        idToken: github.workflows.JobPermission.WRITE,
      },
      outputs: { found: { stepId: 'drift', outputName: 'found' } },
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.steps.downloadAssembly(SYNTH_JOB),
        ...this.assumeStageRole('drift', stage.driftRoleArn, stage),
        // unlike the other commands of the CDK, its drift detection assumes no role by itself
        this.steps.assumeRole(
          { roleArn: lookupRoleArn(stage), region, minutes: this.settings.timeouts.drift },
          {
            id: 'lookup_role',
            name: 'Assume the lookup role of the bootstrap stack',
            with: { 'role-chaining': true, 'role-skip-session-tagging': true },
          },
        ),
        {
          id: 'drift',
          name: 'Look for drift',
          run: this.project.ejected
            ? this.ejectedDrift(stage, report)
            : this.steps.exec('udp-service', 'drift', name, '--output', report),
        },
        {
          ...this.steps.uploadArtifact('upload_report', 'Keep what was found', {
            name: `drift-${name}`,
            path: report,
            days: 7,
          }),
          if: "failure() && steps.drift.outputs.found == 'true'",
        },
      ],
    };
  }

  private ejectedDrift(stage: Stage, report: string): string {
    const ids = [...stackIds(stage), ...(stage.trust ? [`${stage.name}-${ROLES_PART}`] : [])];
    const command = this.steps.exec('cdk', 'drift', '--app', ASSEMBLY, '--fail', '--no-notices', ...ids);
    return [
      'status=0',
      `${command} > drift.txt 2>&1 || status=$?`,
      'cat drift.txt',
      'found=$(if grep --quiet "Modified Resources\\|Deleted Resources" drift.txt; then echo true; else echo false; fi)',
      'echo "found=$found" >> "$GITHUB_OUTPUT"',
      `printf '### ${stage.name}\\n\\n~~~text\\n%s\\n~~~\\n' "$(cat drift.txt)" > ${report}`,
      'exit "$status"',
    ].join('\n');
  }

  /** It checks nothing out and installs nothing: all that it has is the right to write issues. */
  private issueJob(watched: readonly WatchedStage[]): ServiceJob {
    const jobs = watched.map(jobId);
    return {
      name: 'Tell the issue',
      needs: [SYNTH_JOB, ...jobs],
      if: "!cancelled() && needs.synth.result == 'success'",
      permissions: { issues: github.workflows.JobPermission.WRITE },
      timeoutMinutes: 5,
      steps: [
        this.steps.downloadArtifacts('download_reports', 'Download what was found', REPORTS),
        {
          id: 'issue',
          name: 'Open, update or close the issue',
          env: {
            ...githubCli(this.settings),
            TITLE: `Drift of ${this.service.name}`,
            FOUND: `\${{ ${jobs.map((id) => `needs.${id}.outputs.found == 'true'`).join(' || ')} }}`,
            CLEAN: "${{ !contains(needs.*.result, 'failure') && !contains(needs.*.result, 'cancelled') }}",
          },
          run: ISSUE_SCRIPT,
        },
      ],
    };
  }

  private noticeJob(): ServiceJob {
    const { stages } = this.service;
    const text = workflowText('drift-not-looked-for', {
      stages: separated(
        stages.map((stage) => ({ name: stage.name, missing: missingOf(stage, NEEDED) })),
        '; ',
      ),
      remedy: remedyFor(stages, this.steps.wording),
    });
    return {
      name: 'Look for drift (skipped)',
      permissions: {},
      timeoutMinutes: 5,
      steps: [noticeStep('Drift is not looked for', text)],
    };
  }
}

/** Open, and with another text where something else drifted; closed when every stage was looked at and is as it should be. */
const ISSUE_SCRIPT = `issue() { gh issue list --label ${LABEL} --state open --search "in:title \\"$TITLE\\"" --json number,title,body --jq "map(select(.title == \\"$TITLE\\")) | .[0].$1 // empty"; }
number=$(issue number)
if [ "$FOUND" = true ]; then
  cat ${REPORTS}/drift-*/*.md | head --bytes=60000 > body.md
  if [ -z "$number" ]; then
    gh label create ${LABEL} --description 'Something was changed by hand' --force
    gh issue create --title "$TITLE" --label ${LABEL} --body-file body.md
  elif [ "$(issue body)" != "$(cat body.md)" ]; then
    gh issue edit "$number" --body-file body.md
    gh issue comment "$number" --body "The drift has changed: see the run $GITHUB_RUN_ID."
  fi
elif [ "$CLEAN" = true ] && [ -n "$number" ]; then
  gh issue close "$number" --comment "Everything is as its templates say: see the run $GITHUB_RUN_ID."
fi`;

function isWatched(stage: Stage): stage is WatchedStage {
  return NEEDED.every((key) => stage[key] !== undefined);
}

function jobId({ name }: Stage): string {
  return `drift-${name}`;
}
