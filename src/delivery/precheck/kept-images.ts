import { resolveIn } from '../access';
import { readManifest } from '../registry';
import { type Checked, found, NOTHING, together } from './problem';
import type { Precheck } from './subject';

/**
 * Whether the images that an earlier deployment published are still there. An assembly holds what they were built from, so
 * the CDK would build them anew and get others: other base images, other packages.
 */
export async function checkKeptImages({ assembly, access }: Precheck): Promise<Checked> {
  const images = assembly.stacks.flatMap((stack) => stack.images);
  const checked = images.map(async ({ displayName, repository, tag }): Promise<Checked> => {
    const { account, region } = access;
    const name = resolveIn(access, repository);
    const manifest = await readManifest(access.reader, { account, region, repository: name, version: tag });
    if (manifest.kind === 'found') return NOTHING;
    return found({
      subject: `image ${displayName}`,
      cause: `${name}:${tag} is not in the registry any more, so this deployment cannot be restored as it was`,
      remedy: 'Choose another deployment, or revert the commit and let the workflow deploy.',
    });
  });
  return together(await Promise.all(checked));
}
