import type { Cdk } from '../../clients/cdk/cli';
import { UserError } from '../../util/user-error';
import type { Access } from '../access';
import type { StageAssembly } from '../assembly';
import { describeStack } from '../deployed';
import { type DriftedResource, readDrift } from './read';

/** What of a stage is not as its templates say. */
export interface Drift {
  readonly resources: readonly DriftedResource[];
  /** Stacks that do not exist yet. */
  readonly missing: readonly string[];
}

/**
 * Lets `cdk drift` look at the stacks of a stage, and reads what it found. It looks with the credentials that this program
 * has: unlike other commands of the CDK it assumes no role of the bootstrap stack.
 */
export async function detectDrift(assembly: StageAssembly, { reader }: Access, cdk: Cdk): Promise<Drift> {
  const known = await Promise.all(
    assembly.stacks.map(async (stack) => ({ ...stack, deployed: await describeStack(reader, stack.name) })),
  );
  const present = known.filter(({ deployed }) => deployed !== undefined && deployed.status !== 'REVIEW_IN_PROGRESS');
  const missing = known.filter((stack) => !present.includes(stack)).map(({ name }) => name);
  if (present.length === 0) return { resources: [], missing };
  const ids = present.map(({ id }) => id);
  const { code, tail } = await cdk('drift', ...ids, '--app', assembly.directory, '--fail', '--no-notices');
  const resources = (await Promise.all(present.map(({ name }) => readDrift(reader, name)))).flat();
  if (code !== 0 && resources.length === 0) {
    throw new UserError({
      subject: 'cdk drift',
      cause: `ended with ${code} and found nothing, so nobody knows.\n${tail.trim()}`,
    });
  }
  return { resources, missing };
}
