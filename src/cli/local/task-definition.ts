import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonTemplate, readManifest } from '../../cloudformation/json-files';
import { propertyOf, STACK_ARTIFACT } from '../../cloudformation/manifest';
import type { GateConfig } from '../../model/model';
import { UserError } from '../../util/user-error';

/** What a synthesized stage runs, as far as it matters on one's own machine. */
export interface LocalTask {
  readonly stackName: string;
  readonly gate: LocalContainer & { readonly config: GateConfig };
  readonly application: LocalContainer;
}

export interface LocalContainer {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the environment variables that ECS fills from secrets. */
  readonly secrets: readonly string[];
}

interface Container {
  readonly Name: string;
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string }[];
}

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly ContainerDefinitions?: readonly Container[] };
}

const GATE_VARIABLE = 'GATE_CONFIG';

/** Reads the task definition of a stage from a synthesized cloud assembly. */
export function readTask(assembly: string, stage: string): LocalTask {
  const manifest = join(assembly, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new UserError({
      subject: manifest,
      cause: 'does not exist, so there is no task definition to run',
      remedy: 'Run `npx projen synth` first',
    });
  }
  const stacks = readManifest(assembly).artifacts.filter(({ type }) => type === STACK_ARTIFACT);
  const found = stacks.find(({ id }) => id === `${stage}-service`);
  if (!found) {
    const stages = stacks.flatMap(({ id }) => (id.endsWith('-service') ? [id.slice(0, -'-service'.length)] : []));
    throw new UserError({
      subject: '--stage',
      value: stage,
      cause: `${assembly} has no such stage`,
      remedy: `Use one of: ${stages.join(', ') || '(none)'}`,
    });
  }
  const text = (name: string) => propertyOf(found, STACK_ARTIFACT, name);
  const template = readJsonTemplate(join(assembly, text('templateFile') ?? `${found.id}.template.json`));
  const containers = Object.values(template.Resources as unknown as Record<string, Resource>).find(
    ({ Type }) => Type === 'AWS::ECS::TaskDefinition',
  )?.Properties?.ContainerDefinitions;
  const gate = containers?.find(({ Environment }) => Environment?.some(({ Name }) => Name === GATE_VARIABLE));
  const application = containers?.find((container) => container !== gate);
  if (!gate || !application) {
    throw new UserError({
      subject: '--stage',
      value: stage,
      cause: 'its task has no health gate, so there is nothing to watch',
      remedy: 'A service with only TCP ports has one if `healthGate: { enabled: true }`',
    });
  }
  const watched = localContainer(gate);
  return {
    stackName: text('stackName') ?? found.id,
    gate: { ...watched, config: JSON.parse(watched.environment[GATE_VARIABLE]) as GateConfig },
    application: localContainer(application),
  };
}

function localContainer({ Name, Environment, Secrets }: Container): LocalContainer {
  return {
    name: Name,
    // Values that only CloudFormation knows (a Ref) are left out.
    environment: Object.fromEntries(
      (Environment ?? []).flatMap(({ Name: name, Value: value }) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
    secrets: (Secrets ?? []).map(({ Name: name }) => name),
  };
}
