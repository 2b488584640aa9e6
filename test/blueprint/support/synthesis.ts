import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { createApp } from '../../../blueprint/src/template/app';
import type { Extensions } from '../../../blueprint/src/template/extension-points';
import type { ImageVersions, Service, TemplateVersion } from '../../../blueprint/src/template/model';
import type { Resource, Template, Templates } from '../../../blueprint/test/template/support/repository';
import { FEATURE_FLAGS_2026_11 as featureFlags } from '../../../src/history/baselines/feature-flags-2026-11';

/** What a test varies beside the service. */
export interface SynthesisProps {
  readonly template?: TemplateVersion;
  readonly imageVersions?: ImageVersions;
  readonly extensions?: Extensions;
  /** @default false */
  readonly validateTemplates?: boolean;
  /** Content of files below the repository's root. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A synthesized service. */
export interface Synthesis {
  /** By stack name. */
  readonly templates: Templates;
  readonly assembly: CloudAssembly;
  /** The constructs. */
  readonly app: App;
  /** Warnings and errors of the stacks. */
  readonly messages: readonly string[];
  /** What the CDK printed: the same, and what its validation of the templates found. */
  readonly printed: readonly string[];
}

const FILES = {
  'app/Dockerfile': 'FROM scratch\n',
  'health/Dockerfile': 'FROM scratch\n',
  'health/gate.py': '# gate\n',
  'smoke-test/courier.py': '# courier\n',
};
const roots: string[] = [];

afterAll(() => {
  for (const root of roots.splice(0)) {
    rmSync(root, { recursive: true, force: true });
  }
});

/** The root of a repository with what images are built from and these files; removed when the tests are done. */
export function rootOf(files: SynthesisProps['files'] = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'blueprint-'));
  roots.push(root);
  for (const [file, content] of Object.entries({ ...FILES, ...files })) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

/** Synthesizes a service as its repository does, with the feature flags of a new repository. */
export function synthesize(service: Service, props: SynthesisProps = {}): Synthesis {
  const rootDirectory = rootOf(props.files);
  const stderr = jest.spyOn(console, 'error').mockImplementation();
  const app = createApp({
    service,
    template: props.template,
    imageVersions: props.imageVersions ?? Object.fromEntries(service.stages.map(({ name }) => [name, '1.0.0'])),
    extensions: props.extensions ?? {},
    rootDirectory,
    outdir: join(rootDirectory, 'cdk.out'),
    context: featureFlags,
    validateTemplates: props.validateTemplates ?? false,
  });
  const assembly = app.synth();
  const printed = stderr.mock.calls.map(([text]) => String(text));
  stderr.mockRestore();
  return {
    printed,
    assembly,
    app,
    templates: Object.fromEntries(assembly.stacks.map((stack) => [stack.stackName, stack.template as Template])),
    messages: assembly.stacks.flatMap((stack) => stack.messages.map((message) => String(message.entry.data))),
  };
}

/** The only resource of a type. */
export function theResource({ templates }: Synthesis, type: string): Resource {
  const found = Object.values(templates)
    .flatMap((template) => Object.values(template.Resources))
    .filter((resource) => resource.Type === type);
  expect(found).toHaveLength(1);
  return found[0];
}
