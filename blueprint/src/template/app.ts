import { App } from 'aws-cdk-lib/core';
import type { Extensions } from './extension-points';
import type { ImageVersions, Service, TemplateVersion } from './model';
import { createStage } from './stage';
import { recordTemplate } from './template-version';

/** What the app is made of. */
export interface CreateAppProps {
  /** The resolved service. */
  readonly service: Service;
  /**
   * The template that wrote the repository.
   * @default - the stacks do not say; snapshots would differ with every version otherwise
   */
  readonly template?: TemplateVersion;
  /** Versions of images that come from a registry, by stage. */
  readonly imageVersions: ImageVersions;
  /** The user's hooks. */
  readonly extensions: Extensions;
  /**
   * Root of the repository: where the directories of images lie.
   * @default - the working directory
   */
  readonly rootDirectory?: string;
  /**
   * Context, for programs that do not start through `cdk` and so do not get that of `cdk.json`.
   * @default - the context that `cdk` passes
   */
  readonly context?: Readonly<Record<string, unknown>>;
  /**
   * Whether the CDK checks the templates against the rules of CloudFormation, which takes longer than all the rest.
   * @default true
   */
  readonly validateTemplates?: boolean;
  /**
   * Directory of the cloud assembly.
   * @default - what `cdk` asks for
   */
  readonly outdir?: string;
}

/** The CDK app: one set of stacks for every stage. */
export function createApp(props: CreateAppProps): App {
  const app = new App({
    context: props.context,
    outdir: props.outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: props.validateTemplates,
  });
  const stages = props.service.stages.map((stage) => {
    const handles = createStage(app, {
      serviceName: props.service.name,
      stage,
      imageVersions: props.imageVersions,
      extensions: props.extensions,
      rootDirectory: props.rootDirectory ?? process.cwd(),
    });
    return [stage.name, handles] as const;
  });
  if (props.template !== undefined) {
    recordTemplate(app, props.template);
  }
  props.extensions.app?.({ app, service: props.service, stages: Object.fromEntries(stages) });
  return app;
}
