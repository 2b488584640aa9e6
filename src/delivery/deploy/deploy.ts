import type { Cdk, CdkResult } from '../../clients/cdk/cli';
import type { Workflow } from '../../clients/github/workflow';
import { type Acknowledgement, type Judgement, judge } from '../../impact/acknowledgements';
import type { Finding } from '../../impact/model';
import { type Access, resolveIn } from '../access';
import type { StageAssembly, StageStack } from '../assembly';
import { describeStack, type StackOutput } from '../deployed';
import { lastEvent, readFailedResources } from '../failure/events';
import { type Evidence, gather, type Scene, Watch } from '../failure/evidence';
import { impactOnDeployed } from '../impact';
import { attempt } from '../live/stack';
import { readManifest } from '../registry';
import { readChangeSet, unforeseen } from './change-set';

/** What a deployment needs. */
export interface Deployment {
  readonly assembly: StageAssembly;
  readonly access: Access;
  readonly cdk: Cdk;
  /** Further options of `cdk deploy`. */
  readonly options: readonly string[];
  readonly acknowledgements: readonly Acknowledgement[];
  readonly workflow: Workflow;
  readonly write: (text: string) => void;
  readonly now: () => Date;
  /** Milliseconds between two looks at a stack that is being changed. @default 10000 */
  readonly watchIntervalMs?: number;
}

/** How a deployment ended. */
export type Outcome =
  | {
      readonly kind: 'deployed';
      readonly judgement: Judgement;
      readonly stacks: readonly DeployedOutcome[];
      readonly images: readonly DeployedImage[];
    }
  /** `before`: the stacks that had been changed by then. */
  | { readonly kind: 'stopped'; readonly judgement: Judgement; readonly before: readonly string[] }
  | { readonly kind: 'failed'; readonly title: string; readonly evidence: Evidence; readonly log: string };

/** A stack after its deployment. */
export interface DeployedOutcome {
  readonly name: string;
  readonly changed: boolean;
  readonly outputs: readonly StackOutput[];
}

/** An image that was built here, as the registry of the stage has it. */
export interface DeployedImage {
  readonly displayName: string;
  /** Digest of its configuration, the same in every registry; absent where the registry does not tell. */
  readonly id?: string;
}

const WATCH_INTERVAL_MS = 10_000;

/** The CDK deletes an older one of the same name, also one that it left behind because nothing changes. */
const CHANGE_SET = 'udp-service';

/**
 * Deploys the stacks of a stage one after the other. What the templates tell of all of them is judged before any is
 * touched; then each gets a change set, is judged again by what CloudFormation says it would do, and only then changed.
 */
export async function deployStage(deployment: Deployment): Promise<Outcome> {
  const { assembly, access, acknowledgements, now } = deployment;
  const today = now().toISOString().slice(0, 10);
  const known = await impactOnDeployed(assembly, access);
  const foreseen = judge(known, acknowledgements, today);
  if (!foreseen.passed) return { kind: 'stopped', judgement: foreseen, before: [] };

  const changed: string[] = [];
  for (const stack of assembly.stacks) {
    const outcome = await deployStack(stack, known, today, deployment);
    if (outcome.kind === 'failed') return outcome;
    if (outcome.kind === 'stopped') return { ...outcome, before: changed };
    if (outcome.changed) changed.push(stack.name);
  }
  const stacks = assembly.stacks.map(async ({ name: stack }) => ({
    name: stack,
    changed: changed.includes(stack),
    outputs: (await describeStack(access.reader, stack))?.outputs ?? [],
  }));
  const images = await readImages(deployment);
  return { kind: 'deployed', judgement: foreseen, stacks: await Promise.all(stacks), images };
}

function readImages({ assembly, access }: Deployment): Promise<DeployedImage[]> {
  const { account, region, reader } = access;
  return Promise.all(
    assembly.stacks
      .flatMap(({ images }) => images)
      .map(async ({ displayName, repository, tag: version }) => {
        const image = { account, region, repository: resolveIn(access, repository), version };
        const read = await attempt(readManifest(reader, image));
        return {
          displayName,
          id: 'value' in read && read.value.kind === 'found' ? read.value.configDigest : undefined,
        };
      }),
  );
}

type StackOutcome = { readonly kind: 'done'; readonly changed: boolean } | Exclude<Outcome, { kind: 'deployed' }>;

async function deployStack(
  stack: StageStack,
  known: readonly Finding[],
  today: string,
  deployment: Deployment,
): Promise<StackOutcome> {
  const { assembly, access, acknowledgements, workflow, write } = deployment;
  const scene: Scene = { assembly, access, stack: stack.name, after: await lastEvent(access.reader, stack.name) };
  workflow.group(`${stack.name}: publish assets, make the change set`);
  const prepared = await run(deployment, stack, 'prepare-change-set');
  workflow.endGroup();
  if (prepared.code !== 0) return failed(`${stack.name} could not be prepared`, scene, prepared, deployment);

  const changes = await readChangeSet(access.reader, stack.name, CHANGE_SET);
  if (changes === undefined) {
    write(`${stack.name}: no changes\n`);
    return { kind: 'done', changed: false };
  }
  const judgement = judge([...known, ...unforeseen(stack.name, changes, known)], acknowledgements, today);
  if (!judgement.passed) return { kind: 'stopped', judgement, before: [] };

  write(`${stack.name}: ${changes.length} resources change\n`);
  workflow.group(`${stack.name}: execute the change set`);
  const watch = new Watch(() => firstFailure(scene, deployment), deployment.watchIntervalMs ?? WATCH_INTERVAL_MS);
  const executed = await run(deployment, stack, 'execute-change-set');
  const seen = await watch.end();
  workflow.endGroup();
  if (executed.code !== 0) return failed(`${stack.name} could not be deployed`, scene, executed, deployment, seen);
  return { kind: 'done', changed: true };
}

function run(
  { cdk, assembly, options }: Deployment,
  { id }: StageStack,
  method: 'prepare-change-set' | 'execute-change-set',
): Promise<CdkResult> {
  const common = ['--exclusively', '--app', assembly.directory, '--progress', 'events', '--no-notices'];
  return cdk('deploy', id, ...common, `--method=${method}`, '--change-set-name', CHANGE_SET, ...options);
}

async function firstFailure(scene: Scene, { now }: Deployment): Promise<Evidence | undefined> {
  const { access, stack = '', after } = scene;
  const resources = await readFailedResources(access.reader, stack, after);
  return resources.length === 0 ? undefined : gather(scene, now());
}

/** What was seen while it failed counts more than what is left after the rollback; the list of failures is then complete. */
async function failed(
  title: string,
  scene: Scene,
  { tail: log }: CdkResult,
  { now }: Deployment,
  seen?: Evidence,
): Promise<StackOutcome> {
  const after = await gather(scene, now());
  return { kind: 'failed', title, evidence: { ...after, ...(seen?.service && { service: seen.service }) }, log };
}
