import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app';
import type { Extensions } from '../../src/extension-points';
import type { Service, Stage } from '../../src/model';

/** What stands in templates for the versions of images, which change without anybody touching the stacks. */
const IMAGE_VERSION = 'image-version';

/** A CloudFormation template as far as these tests read it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties have the shape of their type
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** The stacks of a stage: templates by stack name. */
export type Templates = Readonly<Record<string, Template>>;

/** What `synthesizeStage` takes. */
export interface SynthesizeStageProps {
  readonly service: Service;
  readonly stage: Stage;
  readonly extensions: Extensions;
  /**
   * Context of the app.
   * @default - that of `cdk.json`, as the `cdk` command passes it
   */
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Synthesizes one stage with placeholders for all content that is not infrastructure: image directories, the program of
 * the health gate and image versions. So templates differ only where the stacks do, and nothing large is read.
 */
export function synthesizeStage({ service, stage, extensions, context }: SynthesizeStageProps): Templates {
  const rootDirectory = mkdtempSync(join(tmpdir(), `${service.name}-`));
  try {
    for (const directory of imageDirectories(stage)) {
      mkdirSync(join(rootDirectory, directory), { recursive: true });
      writeFileSync(join(rootDirectory, directory, 'Dockerfile'), 'FROM scratch\n');
    }
    writeFileSync(join(rootDirectory, 'health', 'gate.py'), '# health/gate.py\n');
    const app = createApp({
      service: { ...service, stages: [stage] },
      imageVersions: { [stage.name]: IMAGE_VERSION },
      extensions,
      rootDirectory,
      outdir: join(rootDirectory, 'cdk.out'),
      context: context ?? cdkContext(),
    });
    return Object.fromEntries(app.synth().stacks.map((stack) => [stack.stackName, stack.template as Template]));
  } finally {
    rmSync(rootDirectory, { recursive: true, force: true });
  }
}

/** The resources of a type, by logical ID, over all stacks. */
export function resources(templates: Templates, type: string): [string, Resource][] {
  return Object.values(templates)
    .flatMap((template) => Object.entries(template.Resources))
    .filter(([, resource]) => resource.Type === type);
}

/** The templates with the hashes of assets, and nothing else, replaced: an image digest is no asset. */
export function withoutAssetHashes(templates: Templates): unknown {
  return JSON.parse(JSON.stringify(templates).replace(/(?<!sha256:)\b[0-9a-f]{64}\b/g, '<asset hash>'));
}

function imageDirectories({ image }: Stage): string[] {
  return image.source === 'asset' ? ['health', image.directory] : ['health'];
}

/** The feature flags: without them the stacks would not be those that are deployed. */
function cdkContext(): Readonly<Record<string, unknown>> {
  const file = join(__dirname, '..', '..', 'cdk.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).context : {};
}
