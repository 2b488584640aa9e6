import type { Command } from 'commander';
import { dockerCli } from '../clients/docker/cli';
import { workflowOf } from '../clients/github/workflow';
import { buildImages } from '../delivery/images/build';
import { code, plain, table } from '../util/markdown';

interface BuildImagesOptions {
  readonly app: string;
  readonly platform: string;
  readonly unspecified?: true;
  readonly output: string;
}

/** Adds `build-images`: the images of an assembly, built once for all stages. */
export function registerBuildImages(program: Command): void {
  program
    .command('build-images')
    .description('build the images of an assembly once and save them; a job that loads them only tags and pushes')
    .requiredOption('--platform <platform>', 'build those for this platform, for example linux/arm64')
    .option('--unspecified', 'and those that name no platform')
    .option('--app <folder>', 'the synthesized assembly', 'cdk.out')
    .option('--output <file>', 'where they are saved', 'images.tar')
    .action(async ({ app, platform: name, unspecified, output }: BuildImagesOptions) => {
      const docker = dockerCli(process.env);
      const images = await buildImages(app, { name, unspecified: unspecified === true }, output, docker);
      const workflow = workflowOf(process.env, (text) => process.stdout.write(text));
      for (const { displayName, tag, id } of images) process.stdout.write(`${displayName}: ${tag} ${id}\n`);
      if (images.length === 0) process.stdout.write(`No image is built for ${name}.\n`);
      const rows = images.map(({ displayName, id }) => [plain(displayName), code(id)]);
      if (rows.length > 0) workflow.summarize(`### Images for ${plain(name)}\n\n${table(['image', 'ID'], rows)}`);
    });
}
