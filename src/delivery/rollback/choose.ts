import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExpectedError } from '../../expected-error';
import type { GitHub } from '../../github/cli';
import { openAccess } from '../access';
import { readStageAssembly, type StageAssembly } from '../assembly';
import { impactOnDeployed } from '../impact';
import { type AssemblyRecord, artifactOf, KEPT_TAR, readRecord } from '../kept';
import type { KeptDeployment } from './kept-deployments';

const execute = promisify(execFile);

/** Deployments that are offered; older ones are found by their run. */
export const OFFERED = 10;

/** What is looked for, and where. */
export interface Search {
  readonly github: GitHub;
  /** `owner/name` */
  readonly repository: string;
  readonly stage: string;
  /** ID of a run, or the first seven or more digits of a commit; the newest that differs from what runs when absent. */
  readonly wanted?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The deployment that is to be brought back. */
export interface Choice {
  readonly deployment: KeptDeployment;
  readonly record?: AssemblyRecord;
  /** Newer ones that were passed over, because they are what runs. */
  readonly same: readonly KeptDeployment[];
}

/**
 * Finds the assembly of an earlier deployment and puts it into a folder.
 *
 * Without a wish it is the newest that would change something: not the last but one, which after a push that changed only
 * a text is what runs, and not the last, unless what runs is a deployment that failed.
 */
export async function choose(kept: readonly KeptDeployment[], search: Search, output: string): Promise<Choice> {
  const candidates = select(kept, search);
  const same: KeptDeployment[] = [];
  for (const deployment of candidates) {
    const scratch = mkdtempSync(join(tmpdir(), 'udp-service-rollback-'));
    try {
      const directory = await unpack(deployment, search, scratch);
      const record = readRecord(directory);
      if (!fits(search.wanted, deployment, record)) continue;
      const assembly = readStageAssembly(directory, search.stage);
      if (search.wanted === undefined && !(await differs(assembly, search.env))) {
        same.push(deployment);
        continue;
      }
      rmSync(output, { recursive: true, force: true });
      cpSync(directory, output, { recursive: true, verbatimSymlinks: true });
      return { deployment, record, same };
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  throw none(kept, search);
}

function select(kept: readonly KeptDeployment[], { wanted }: Search): readonly KeptDeployment[] {
  if (wanted === undefined) return kept.slice(0, OFFERED);
  if (isRun(wanted)) return kept.filter(({ run }) => String(run) === wanted);
  // the run of a rollback belongs to another commit than its assembly, so those come last
  const byRun = (one: KeptDeployment) => (one.commit.startsWith(wanted) ? 0 : 1);
  return [...kept].sort((a, b) => byRun(a) - byRun(b));
}

function isRun(wanted: string): boolean {
  return /^\d+$/.test(wanted) && !/^\d{40}$/.test(wanted);
}

function fits(wanted: string | undefined, { commit }: KeptDeployment, record: AssemblyRecord | undefined): boolean {
  return wanted === undefined || isRun(wanted) || (record?.commit ?? commit).startsWith(wanted);
}

async function unpack(
  { run }: KeptDeployment,
  { github, repository, stage }: Search,
  scratch: string,
): Promise<string> {
  await github.download(repository, run, artifactOf(stage), scratch);
  const tar = join(scratch, KEPT_TAR);
  const directory = join(scratch, 'cdk.out');
  mkdirSync(directory);
  if (!existsSync(tar)) throw new ExpectedError(`run ${run}: its artifact ${artifactOf(stage)} holds no ${KEPT_TAR}.`);
  await execute('tar', ['--extract', '--gzip', '--file', tar, '--strip-components', '1', '--directory', directory]);
  return directory;
}

/** Whether it would change anything. */
async function differs(assembly: StageAssembly, env: NodeJS.ProcessEnv): Promise<boolean> {
  const findings = await impactOnDeployed(assembly, await openAccess(assembly, env));
  return findings.length > 0;
}

function none(kept: readonly KeptDeployment[], { stage, wanted }: Search): ExpectedError {
  const runs = kept.slice(0, OFFERED).map(({ run, commit }) => `${run} (${commit.slice(0, 7)})`);
  const known = runs.length > 0 ? `Kept are those of the runs ${runs.join(', ')}.` : 'None is kept.';
  return new ExpectedError(
    wanted === undefined
      ? `stage ${stage}: no kept deployment differs from what runs, so there is nothing to go back to. ${known}`
      : `stage ${stage}: no deployment of ${wanted} is kept. ${known} Name one of them, or revert the commit and let the workflow deploy.`,
  );
}
