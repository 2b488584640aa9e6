import { github } from 'projen';
import { COMMENT_MARKER } from '../../impact/report/markdown';
import { REQUIRED_CHECKS } from '../../lifecycle/upgrade/propose/required-checks';
import type { Service, Stage } from '../../model/model';
import { shell } from '../../package-managers';
import { stackIds } from '../../service/stacks';
import { ASSEMBLY } from '../cdk-tasks';
import { type ServiceJob, ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import { ASSEMBLY_OUTPUTS, githubCli, IS_TRUSTED } from './steps';

const IMPACT_JOB = 'impact';
const REPORT = 'impact.md';
const REPORTS = 'reports';
/** Whatever the comparison found. */
const IMPACT_RAN = "!cancelled() && steps.impact.outcome != 'skipped'";
/** A commit of the pull request merged into its base: its first parent is the base. */
const BASE = 'HEAD^1';

type ComparedStage = Stage & Required<Pick<Stage, 'account' | 'region' | 'diffRoleArn'>>;

/**
 * `diff`: what a pull request does to what runs, from its own two assemblies and without credentials, in one comment that is
 * kept up to date. Where a stage has a diff role, also against what is deployed there.
 */
export class DiffWorkflow extends ServiceWorkflow {
  private readonly compared: readonly ComparedStage[];

  public constructor(
    scope: github.GitHub,
    settings: WorkflowSettings,
    private readonly service: Service,
  ) {
    super(scope, 'diff', settings);
    // without this package nothing compares with what is deployed
    this.compared = this.project.ejected ? [] : service.stages.filter(isCompared);
    this.on({ pullRequest: {} });
    this.addServiceJob(IMPACT_JOB, this.impactJob());
    for (const stage of this.compared) this.addServiceJob(jobId(stage), this.deployedJob(stage));
    this.addServiceJob('comment', this.commentJob());
  }

  private impactJob(): ServiceJob {
    const env = this.steps.npmEnvironment();
    return {
      name: REQUIRED_CHECKS.diff.check,
      permissions: { contents: github.workflows.JobPermission.READ, ...this.steps.installPermissions },
      concurrency: { group: 'diff-${{ github.ref }}', 'cancel-in-progress': true },
      ...(this.compared.length > 0 && { outputs: ASSEMBLY_OUTPUTS }),
      steps: [
        this.steps.checkout({ 'fetch-depth': 2 }),
        ...this.steps.install(),
        {
          id: 'impact',
          name: 'Compare with the base branch',
          // the base is installed, too
          ...(env && { env }),
          run: [
            'status=0',
            ...(this.project.ejected ? this.ejectedComparison() : [this.comparison()]),
            `cat ${REPORT} >> "$GITHUB_STEP_SUMMARY"`,
            'exit "$status"',
          ].join('\n'),
        },
        {
          ...this.steps.uploadArtifact('upload_report', 'Keep the report', {
            name: 'impact',
            path: this.project.ejected ? REPORT : `${REPORT}\nimpact.json`,
            days: 30,
          }),
          if: IMPACT_RAN,
        },
        // without credentials here, so that none are there where the code of a pull request runs
        ...(this.compared.length > 0 ? [...this.steps.synthesize(), ...this.steps.uploadAssembly(1)] : []).map(
          (step) => ({
            ...step,
            if: IMPACT_RAN,
          }),
        ),
      ],
    };
  }

  private comparison(): string {
    const command = this.steps.exec('udp-service', 'impact', '--base', BASE, '--output', REPORT, 'impact.json');
    return `${command} || status=$?`;
  }

  /** What the CDK alone can tell: it knows replacements, and neither addresses nor permissions that grow. */
  private ejectedComparison(): string[] {
    const ids = this.service.stages.flatMap(stackIds);
    const synth = (output: string) =>
      this.steps.exec('cdk', 'synth', '--quiet', '--no-lookups', '--no-notices', '--output', output);
    const base = '"$RUNNER_TEMP/base"';
    return [
      `git worktree add --detach ${base} ${BASE}`,
      `(cd ${base} && ${shell(...this.settings.packageManager.installLocked)} && ${synth('"$RUNNER_TEMP/base.out"')})`,
      synth(ASSEMBLY),
      `for stack in ${ids.join(' ')}; do`,
      '  template="$RUNNER_TEMP/base.out/$stack.template.json"',
      '  if [ ! -f "$template" ]; then echo "$stack: new"; continue; fi',
      `  ${this.steps.exec('cdk', 'diff', '"$stack"', '--app', ASSEMBLY, '--template', '"$template"', '--fail-on', 'destructive', '--no-notices')} 2>&1 || status=1`,
      `done > diff.txt`,
      `printf '### Difference\\n\\n~~~text\\n%s\\n~~~\\n${COMMENT_MARKER}\\n' "$(head --bytes=60000 diff.txt)" > ${REPORT}`,
    ];
  }

  private deployedJob(stage: ComparedStage): ServiceJob {
    const { name } = stage;
    const report = `impact-${name}.md`;
    return {
      name: `Impact on deployed ${name}`,
      needs: [IMPACT_JOB],
      if: `!cancelled() && needs.${IMPACT_JOB}.result != 'skipped' && ${IS_TRUSTED}`,
      permissions: {
        contents: github.workflows.JobPermission.READ,
        ...this.steps.installPermissions,
        idToken: github.workflows.JobPermission.WRITE,
      },
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.steps.downloadAssembly(IMPACT_JOB),
        ...this.assumeStageRole('diff', stage.diffRoleArn, stage),
        {
          id: 'impact',
          name: 'Compare with what is deployed',
          // what was merged and not deployed yet is in it, too: it informs, and the comparison with the base decides
          run: [
            'status=0',
            `${this.steps.exec('udp-service', 'impact', '--deployed', name, '--output', report)} || status=$?`,
            `cat ${report} >> "$GITHUB_STEP_SUMMARY"`,
            'test "$status" -le 1',
          ].join('\n'),
        },
        {
          ...this.steps.uploadArtifact('upload_report', 'Keep the report', {
            name: `impact-${name}`,
            path: report,
            days: 30,
          }),
          if: IMPACT_RAN,
        },
      ],
    };
  }

  /** It checks nothing out and installs nothing: nothing of the pull request runs where the right to comment is. */
  private commentJob(): ServiceJob {
    return {
      name: 'Comment',
      needs: [IMPACT_JOB, ...this.compared.map(jobId)],
      // from forks the token may not write; there the summary tells the same
      if: `!cancelled() && needs.${IMPACT_JOB}.result != 'skipped' && ${IS_TRUSTED}`,
      permissions: { pullRequests: github.workflows.JobPermission.WRITE },
      timeoutMinutes: 5,
      steps: [
        this.steps.downloadArtifacts('download_reports', 'Download the reports', REPORTS),
        {
          id: 'comment',
          name: 'Write the comment or bring it up to date',
          env: {
            ...githubCli(this.settings),
            NUMBER: '${{ github.event.pull_request.number }}',
            MARKER: COMMENT_MARKER,
          },
          run: COMMENT_SCRIPT,
        },
      ],
    };
  }
}

/** A comment holds 65,536 characters; of our own comments alone, so that nobody's else is written over. */
const COMMENT_SCRIPT = `own=${REPORTS}/impact/${REPORT}
if [ ! -f "$own" ]; then
  echo '::warning::There is no report, so nothing is told: see the job "Impact".'
  exit 0
fi
cat "$own" > comment.md
find ${REPORTS} -name 'impact-*.md' | sort | while read -r report; do
  if [ "$(cat comment.md "$report" | wc --bytes)" -lt 65000 ]; then cat "$report" >> comment.md; fi
done
query="map(select(.user.login == \\"github-actions[bot]\\" and (.body | contains(\\"$MARKER\\")))) | .[0].id // empty"
id=$(gh api "repos/$GH_REPO/issues/$NUMBER/comments" --paginate --jq "$query" | head --lines=1)
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GH_REPO/issues/comments/$id" --field body=@comment.md --silent
else
  gh api "repos/$GH_REPO/issues/$NUMBER/comments" --field body=@comment.md --silent
fi`;

function isCompared(stage: Stage): stage is ComparedStage {
  return stage.account !== undefined && stage.region !== undefined && stage.diffRoleArn !== undefined;
}

function jobId({ name }: Stage): string {
  return `impact-${name}`;
}
