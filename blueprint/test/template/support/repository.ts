import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { createApp } from '../../../src/template/app';
import type { Extensions } from '../../../src/template/extension-points';
import type { Service, Stage } from '../../../src/template/model';

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

/** Templates by stack name. */
export type Templates = Readonly<Record<string, Template>>;

/** A synthesized stack: what its template says, and what is said of it at deployment. */
export interface SynthesizedStack {
  readonly tags: Readonly<Record<string, string>>;
  readonly template: Template;
  readonly terminationProtection: boolean;
}

/** Stacks by stack name. */
export type Stacks = Readonly<Record<string, SynthesizedStack>>;

/** What `synthesizeStage` takes. */
export interface SynthesizeStageProps {
  readonly service: Service;
  readonly stage: Stage;
  readonly extensions: Extensions;
  /** Looks at the constructs after the synthesis. */
  readonly inspect?: (app: App) => void;
}

/**
 * Synthesizes one stage with placeholders for all content that is not infrastructure: image directories, the program of
 * the health gate and image versions. So templates differ only where the stacks do, and nothing large is read.
 */
export function synthesizeStage({ service, stage, extensions, inspect }: SynthesizeStageProps): Stacks {
  const rootDirectory = mkdtempSync(join(tmpdir(), `${service.name}-`));
  try {
    for (const directory of imageDirectories(stage)) {
      mkdirSync(join(rootDirectory, directory), { recursive: true });
      writeFileSync(join(rootDirectory, directory, 'Dockerfile'), 'FROM scratch\n');
    }
    writeFileSync(join(rootDirectory, 'health', 'gate.py'), '# health/gate.py\n');
    mkdirSync(join(rootDirectory, 'smoke-test'));
    writeFileSync(join(rootDirectory, 'smoke-test', 'courier.py'), '# smoke-test/courier.py\n');
    const app = createApp({
      service: { ...service, stages: [stage] },
      imageVersions: { [stage.name]: IMAGE_VERSION },
      extensions,
      rootDirectory,
      outdir: join(rootDirectory, 'cdk.out'),
      context: cdkContext(),
      // `cdk synth` does it in every build; once more would double the time of the tests.
      validateTemplates: false,
    });
    const { stacks } = app.synth();
    inspect?.(app);
    return Object.fromEntries(
      stacks.map(({ stackName, tags, template, terminationProtection = false }) => [
        stackName,
        { tags, template, terminationProtection },
      ]),
    );
  } finally {
    rmSync(rootDirectory, { recursive: true, force: true });
  }
}

/** The templates of stacks. */
export function templatesOf(stacks: Stacks): Templates {
  return Object.fromEntries(Object.entries(stacks).map(([name, { template }]) => [name, template]));
}

/** The resources of a type, by logical ID, over all stacks. */
export function resources(templates: Templates, type: string): [string, Resource][] {
  return Object.values(templates)
    .flatMap((template) => Object.entries(template.Resources))
    .filter(([, resource]) => resource.Type === type);
}

/** The stacks with the hashes of assets, and nothing else, replaced: an image digest is no asset. */
export function withoutAssetHashes(stacks: Stacks): unknown {
  return JSON.parse(JSON.stringify(stacks).replace(/(?<!sha256:)\b[0-9a-f]{64}\b/g, '<asset hash>'));
}

function imageDirectories({ image }: Stage): string[] {
  return image.source === 'asset' ? ['health', image.directory] : ['health'];
}

/** The feature flags: without them the stacks would not be those that are deployed. */
function cdkContext(): Readonly<Record<string, unknown>> {
  const file = join(__dirname, '..', '..', '..', 'cdk.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).context : {};
}
