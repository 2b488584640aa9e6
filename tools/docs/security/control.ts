import type { ServiceOptions } from '../../../src/options';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** All resources of a stage: by stack name and logical ID. */
export type Resources = ReadonlyMap<string, Resource>;

/** An option that turns a control on; that it does is verified. */
export interface Remedy {
  /** The option as it is written. */
  readonly option: string;
  readonly options: ServiceOptions;
}

/** A control of Security Hub, and how a template shows whether it is met. */
export interface Control {
  readonly id: string;
  readonly title: string;
  /** What it looks at. */
  readonly type: string;
  /** Whether one resource of that type meets it. */
  readonly complies: (resource: Resource, resources: Resources) => boolean;
  /** What it must have to be looked at. @default - every resource of the type */
  readonly concerns?: (resource: Resource) => boolean;
  readonly remedy?: Remedy;
  /** Why it is not met everywhere; required where it is not. */
  readonly why?: string;
}

export type State = 'met' | 'not met' | 'nothing to check';

/** What the resources of a stage say of a control. */
export function stateOf({ type, complies, concerns = () => true }: Control, resources: Resources): State {
  const looked = [...resources.values()].filter((resource) => resource.Type === type && concerns(resource));
  if (looked.length === 0) return 'nothing to check';
  return looked.every((resource) => complies(resource, resources)) ? 'met' : 'not met';
}

/** A property of a resource by its path. */
export function property(resource: Resource | undefined, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    resource?.Properties,
  );
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether any text within a value holds a text: a reference to a resource holds its logical ID. */
export function mentions(value: unknown, text: string): boolean {
  return JSON.stringify(value ?? null).includes(text);
}

/** The containers of a task definition. */
export function containers(taskDefinition: Resource): readonly Resource[] {
  return list(property(taskDefinition, 'ContainerDefinitions')).map((definition) => ({
    Type: 'container',
    Properties: definition as Record<string, unknown>,
  }));
}
