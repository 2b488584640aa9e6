import { render } from '../cloudformation/functions';
import type { Template } from '../cloudformation/stack';
import { asList, isObject, type Json, type JsonObject } from '../util/json';

/** Logical ID and properties of each resource of a type. */
export function resourcesOf(template: Template, type: string): (readonly [string, JsonObject])[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) =>
    isObject(resource) && resource.Type === type
      ? [[id, isObject(resource.Properties) ? resource.Properties : {}] as const]
      : [],
  );
}

/** A container of a task definition. */
export interface Container {
  readonly name: string;
  /** With placeholders. */
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What its secrets are read from, with placeholders. */
  readonly secrets: readonly string[];
}

/** The containers of all task definitions of a template, with the architecture that they run on. */
export function containersOf(template: Template): readonly (Container & { readonly architecture: string })[] {
  return resourcesOf(template, 'AWS::ECS::TaskDefinition').flatMap(([, { ContainerDefinitions, RuntimePlatform }]) => {
    const cpu = isObject(RuntimePlatform) ? RuntimePlatform.CpuArchitecture : undefined;
    const architecture = cpu === 'ARM64' ? 'arm64' : 'amd64';
    return asList(ContainerDefinitions)
      .filter(isObject)
      .map((definition) => ({ ...containerOf(definition), architecture }));
  });
}

function containerOf({ Name, Image, Environment, Secrets }: JsonObject): Container {
  const variables = asList(Environment).filter(isObject);
  return {
    name: String(Name),
    image: render(Image),
    environment: Object.fromEntries(variables.map((one) => [String(one.Name), render(one.Value)])),
    secrets: asList(Secrets)
      .filter(isObject)
      .map(({ ValueFrom }) => render(ValueFrom as Json)),
  };
}
