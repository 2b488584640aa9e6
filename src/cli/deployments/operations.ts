import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitHub, githubCli } from '../../clients/github/cli';
import { type Workflow, workflowOf } from '../../clients/github/workflow';
import { type BroughtBack, beginDeployment } from '../../delivery/deployments/begin';
import { recordDeployment } from '../../delivery/deployments/finish';
import { DeploymentHistory, type KeptDeployment } from '../../delivery/deployments/history';
import { imageOf } from '../../delivery/deployments/image';
import { COMMIT } from '../../delivery/deployments/record';
import { runContext } from '../../delivery/deployments/run-context';
import { openStore } from '../../delivery/deployments/store';
import { DIGEST } from '../../delivery/digest';
import { type Choice, choose, differsFromLast, offered, ofRun, type Search } from '../../delivery/rollback/choose';
import { place } from '../../delivery/rollback/kept-assembly';
import { choiceMarkdown, choiceText, type Listed, listing, listingMarkdown } from '../../delivery/rollback/report';
import type { Service, Stage } from '../../model/model';
import { UserError } from '../../util/user-error';
import { readDefinition, stageOf } from '../definition';
import { repositoryMeant } from './repository';

/** What every operation on the deployments of a stage needs. */
export interface Setting {
  readonly service: Service;
  readonly stage: Stage;
  readonly github: GitHub;
  /** `owner/name` */
  readonly repository: string;
  readonly env: NodeJS.ProcessEnv;
  readonly workflow: Workflow;
  readonly write: (text: string) => void;
  readonly now: () => Date;
}

/** What an approver was shown. */
export interface Shown {
  readonly run: string;
  readonly commit: string;
  readonly digest: string;
}

export function settingFor(stage: string, given?: string): Setting {
  const { env } = process;
  const { host, repository } = repositoryMeant(process.cwd(), given, env);
  const service = readDefinition(process.cwd());
  const write = (text: string) => process.stdout.write(text);
  return {
    service,
    stage: stageOf(service, stage),
    github: githubCli(host),
    repository,
    env,
    workflow: workflowOf(env, write),
    write,
    now: () => new Date(),
  };
}

export function historyOf({ github, repository, stage }: Setting): Promise<DeploymentHistory> {
  return DeploymentHistory.open(github, repository, stage.name);
}

/** What every search for an earlier deployment has in common. */
export function searchOf(
  { service: { name, attestations } }: Setting,
  history: DeploymentHistory,
  scratch: string,
): Pick<Search, 'history' | 'service' | 'attested' | 'scratch'> {
  return { history, service: name, attested: attestations === true, scratch };
}

/** Prints what could be brought back. */
export async function list(setting: Setting, history: DeploymentHistory): Promise<readonly KeptDeployment[]> {
  const { stage, workflow, write, now } = setting;
  const kept = await offered(history);
  const listed: Listed[] = [];
  for (const deployment of kept) {
    listed.push({ deployment, details: await history.api.commit(deployment.commit) });
  }
  write(`${listing(listed, now())}\n`);
  workflow.summarize(listingMarkdown(stage.name, listed, now()));
  return kept;
}

/** Chooses without credentials, and says what it chose to whoever approves it. */
export async function chooseForApproval(setting: Setting, wanted?: string): Promise<void> {
  const { workflow, write } = setting;
  const history = await historyOf(setting);
  await inScratch(async (scratch) => {
    const kept = await list(setting, history);
    const { run, differs } = await differsFromLast(history, scratch);
    write(
      run === undefined
        ? 'What runs is not known here, so the newest kept deployment is chosen where none is named.\n'
        : `What runs is taken to be what run ${run} deployed.\n`,
    );
    const choice = await choose({ ...searchOf(setting, history, scratch), wanted, differs }, kept);
    tell(setting, choice);
    workflow.output('run', String(choice.deployment.run));
    workflow.output('commit', choice.commit);
    workflow.output('digest', choice.tar.digest);
  });
}

/** Brings what was shown to the approver, where it is still exactly that and its record proves it. */
export async function fetchShown(setting: Setting, shown: Shown, output: string): Promise<void> {
  const { stage, env, workflow } = setting;
  checkShown(shown);
  const history = await historyOf(setting);
  const store = await openStore(stage, env);
  await inScratch(async (scratch) => {
    const search: Search = { ...searchOf(setting, history, scratch), store, differs: () => Promise.resolve(true) };
    const choice = await ofRun(search, Number(shown.run));
    for (const [what, before, after] of [
      ['commit', shown.commit, choice.commit],
      ['SHA-256', shown.digest, choice.tar.digest],
    ]) {
      if (before !== after) {
        throw new UserError({
          subject: `stage ${stage.name}`,
          cause: `run ${shown.run} is not what was shown before the approval: its ${what} was ${before}, and is ${after}`,
          remedy: 'Start the workflow rollback again',
        });
      }
    }
    tell(setting, choice);
    place(choice.tar, choice.directory, output);
    workflow.output('run', String(choice.deployment.run));
    workflow.output('commit', choice.commit);
  });
}

/** Refuses to go back without saying so, and notes what begins. */
export async function begin(setting: Setting, back?: BroughtBack): Promise<void> {
  const { service, stage, env, workflow, write, now } = setting;
  const { sentences } = await beginDeployment({
    service: service.name,
    stage: stage.name,
    context: runContext(env),
    history: await historyOf(setting),
    store: await openStore(stage, env),
    back,
    now,
  });
  write(`${sentences.join('\n')}\n`);
  workflow.summarize(sentences.join(' '));
}

/** Records what ended well. */
export async function record(setting: Setting, tar: string, app: string, back?: BroughtBack): Promise<void> {
  const { service, stage, env, workflow, write, now } = setting;
  const context = runContext(env);
  const history = await historyOf(setting);
  const written = await recordDeployment({
    service: service.name,
    stage: stage.name,
    context,
    store: await openStore(stage, env),
    tar,
    image: imageOf(app, stage),
    commit: await history.api.commit(back?.commit ?? context.commit),
    back,
    now,
  });
  write(`${stage.name}: recorded run ${written.run}, attempt ${written.attempt}, SHA-256 ${written.digest}.\n`);
  workflow.output('digest', written.digest);
}

/** Says what is chosen. */
export function tell({ stage, workflow, write, now }: Setting, choice: Choice): void {
  write(`${choiceText(stage.name, choice, now())}\n`);
  workflow.summarize(choiceMarkdown(stage.name, choice, now()));
  workflow.annotate(
    'notice',
    `${stage.name} goes back`,
    `To run ${choice.deployment.run}, commit ${choice.commit}. Subject, author and age stand in the summary.`,
  );
}

/** What a rollback brings back, as options give it: both or none. */
export function broughtBack(run?: string, commit?: string): BroughtBack | undefined {
  if (!run && !commit) return undefined;
  if (!/^[1-9]\d{0,15}$/.test(run ?? ''))
    throw new UserError({
      subject: '--rollback-of',
      value: run,
      cause: 'is no ID of a run',
      remedy: 'Give both, --rollback-of and --commit',
    });
  if (!COMMIT.test(commit ?? ''))
    throw new UserError({
      subject: '--commit',
      value: commit,
      cause: 'is no whole commit',
      remedy: 'Give its 40 digits',
    });
  return { run: Number(run), commit: commit as string };
}

/** `undefined` where the input of the workflow was left empty. */
export function target(text = ''): string | undefined {
  if (!/^([0-9]*|[0-9a-f]{7,40})$/.test(text)) {
    throw new UserError({
      subject: '--to',
      value: text.slice(0, 60),
      cause: 'is no ID of a run and no commit',
      remedy: 'Give the ID of a run, or at least seven digits of a commit',
    });
  }
  return text === '' ? undefined : text;
}

export async function inScratch<T>(work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), 'udp-service-rollback-'));
  try {
    return await work(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What a job without credentials handed over is proven before it is used; here is only looked at its form. */
function checkShown({ run, commit, digest }: Shown): void {
  const forms: readonly (readonly [string, string, RegExp])[] = [
    ['--run', run, /^[1-9]\d{0,15}$/],
    ['--commit', commit, COMMIT],
    ['--digest', digest, DIGEST],
  ];
  for (const [option, value, form] of forms) {
    if (!form.test(value)) {
      throw new UserError({
        subject: option,
        value: value.slice(0, 80),
        cause: "is not what 'rollback --choose' hands over",
        remedy: 'Start the workflow rollback again',
      });
    }
  }
}
