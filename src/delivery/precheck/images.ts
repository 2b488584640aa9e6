import { resolveIn } from '../access';
import { parseEcrImage, readManifest } from '../registry';
import { containersOf } from '../template';
import { type Checked, found, NOTHING, together, unknown } from './problem';
import type { Precheck } from './subject';

/** Whether the existing images of the tasks are there, for the architecture that the tasks run on. */
export async function checkImages({ assembly, access }: Precheck): Promise<Checked> {
  const built = new Set(assembly.stacks.flatMap(({ images }) => images.map(({ tag }) => tag)));
  const wanted = new Map<string, string>();
  for (const { image, architecture } of assembly.stacks.flatMap(({ template }) => containersOf(template))) {
    const name = resolveIn(access, image);
    if (!built.has(parseEcrImage(name)?.version ?? '')) wanted.set(name, architecture);
  }
  const checked = [...wanted].map(async ([name, architecture]): Promise<Checked> => {
    const image = parseEcrImage(name);
    if (image === undefined) return NOTHING; // of another registry, which is not ours to ask
    const { account, region, repository, version } = image;
    const place = `${repository} (${account}, ${region})`;
    const manifest = await readManifest(access.readerIn(region), image);
    if (manifest.kind === 'no-repository') {
      const remedy = "Correct 'image.ecrRepository' of the stage, or create the repository.";
      return found({ subject: `image ${name}`, cause: `there is no ECR repository ${place}`, remedy });
    }
    if (manifest.kind === 'no-image') {
      const remedy = 'Push it, or name a version in images.json that is there.';
      return found({ subject: `image ${name}`, cause: `${place} has no image ${version}`, remedy });
    }
    if (manifest.architectures === undefined)
      return unknown(`image ${name}: which architecture it is for is not known`);
    if (manifest.architectures.includes(architecture)) return NOTHING;
    return found({
      subject: `image ${name}`,
      cause: `it is built for ${manifest.architectures.join(', ')}, and the tasks run on ${architecture}`,
      remedy:
        "Push it for that architecture, too (docker buildx build --platform), or set 'task.architecture' of the stage.",
    });
  });
  return together(await Promise.all(checked));
}
