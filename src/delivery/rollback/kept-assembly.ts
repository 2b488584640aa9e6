import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJsonTemplate, readManifest } from '../../cloudformation/json-files';
import { STACK_PARTS } from '../../service/stacks';
import { UserError } from '../../util/user-error';
import { requireSafeAssembly, unpackAssembly } from '../assembly-safety';
import type { RepositoryApi } from '../deployments/api';
import { COMMIT } from '../deployments/record';
import { digestOf } from '../digest';
import { KEPT_FOLDER, KEPT_TAR, RECORD } from '../kept';

/** A kept tar on this machine. Until its digest is proven it may hold anything. */
export interface KeptTar {
  readonly run: number;
  readonly file: string;
  readonly digest: string;
}

/** Brings the tar of an artifact of a run. */
export async function downloadTar(
  api: RepositoryApi,
  run: number,
  artifact: string,
  scratch: string,
): Promise<KeptTar> {
  const folder = mkdtempSync(join(scratch, 'run-'));
  await api.download(run, artifact, folder);
  const file = join(folder, KEPT_TAR);
  if (!existsSync(file) || !lstatSync(file).isFile()) {
    throw new UserError({
      subject: `run ${run}`,
      cause: `its artifact ${artifact} holds no ${KEPT_TAR}`,
      remedy: 'Name another run.',
    });
  }
  return { run, file, digest: await digestOf(file) };
}

/** Unpacks a tar into a folder of its own beside it, and refuses what is more than data, proven or not. */
export async function unpack({ file, run }: KeptTar): Promise<string> {
  const directory = join(file, '..', KEPT_FOLDER);
  try {
    await unpackAssembly(file, directory);
    requireSafeAssembly(directory);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError({ subject: `run ${run}`, cause: `${error.message} Name another run` });
  }
  return directory;
}

/** The commit that an assembly says it is of: a claim that is shown and proven later, and never searched by. */
export function claimedCommit(directory: string): string | undefined {
  const file = join(directory, RECORD);
  if (!existsSync(file) || !lstatSync(file).isFile()) return undefined;
  try {
    const { commit } = JSON.parse(readFileSync(file, 'utf8')) as { commit?: unknown };
    return typeof commit === 'string' && COMMIT.test(commit) ? commit : undefined;
  } catch {
    return undefined;
  }
}

/** A digest of the templates of a stage: two assemblies with the same one deploy the same. */
export function templatesDigest(directory: string, stage: string): string {
  const hash = createHash('sha256');
  const { artifacts } = readManifest(directory);
  for (const id of STACK_PARTS.map((part) => `${stage}-${part}`)) {
    const file = artifacts.find((artifact) => artifact.id === id)?.properties.templateFile;
    if (typeof file !== 'string' || basename(file) !== file) continue;
    hash.update(`${id}\n${JSON.stringify(readJsonTemplate(join(directory, file)), withoutToolkitParts)}\n`);
  }
  return hash.digest('hex');
}

/** Puts a proven assembly and its tar where they are deployed from. */
export function place({ file }: KeptTar, directory: string, output: string): void {
  rmSync(output, { recursive: true, force: true });
  cpSync(directory, output, { recursive: true, verbatimSymlinks: true });
  cpSync(file, `${output}.tgz`);
}

/** Leaves out what the CDK tells of itself. */
function withoutToolkitParts(key: string, value: unknown): unknown {
  return key === 'CDKMetadata' || key === 'Metadata' ? undefined : value;
}
