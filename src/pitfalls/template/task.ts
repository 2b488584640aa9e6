import type { Resource, Value } from '../../cloudformation/evaluate/model';
import type { Truth } from '../../cloudformation/evaluate/truth';
import {
  asNumber,
  asString,
  isUnknown,
  items,
  knownString,
  type Lookup,
  step,
  truthOf,
} from '../../cloudformation/evaluate/value';

/** A port mapping of a container. */
export interface Mapping {
  readonly containerPort: Lookup<number>;
  /** Lower case. */
  readonly protocol: Lookup<string>;
}

/** A container of a task definition. */
export interface Container {
  readonly definition: Value;
  readonly name: Lookup<string>;
  readonly image: Lookup<string>;
  readonly mappings: readonly Mapping[] | 'unknown';
  /** Entry point and command as one text; open parts are left out. */
  readonly command: string;
  readonly readonlyRoot: Truth;
}

/** A task definition. */
export class TaskDefinition {
  /** Its containers, where they can be seen. */
  public readonly containers: readonly Container[] | undefined;
  /** Whether it is made for Fargate alone; open where it is made for instances, too, or does not say. */
  public readonly compatibility: Truth;

  public constructor(public readonly resource: Resource) {
    const list = resource.property('ContainerDefinitions');
    this.containers = isUnknown(list) || items(list).some(isUnknown) ? undefined : items(list).map(toContainer);
    const compatibilities = resource.property('RequiresCompatibilities');
    const launchTypes = items(compatibilities);
    this.compatibility =
      launchTypes.length === 1 && !launchTypes.some(isUnknown) ? launchTypes[0] === 'FARGATE' : 'unknown';
  }

  /** The container of this name; `unknown` where a name or the list is open. */
  public container(name: Lookup<string>): Container | 'unknown' | undefined {
    if (this.containers === undefined || isUnknown(name)) return 'unknown';
    const found = this.containers.find((container) => container.name === name);
    return found ?? (this.containers.some((container) => isUnknown(container.name)) ? 'unknown' : undefined);
  }

  /** The containers that declare a port, where every mapping can be seen. */
  public declaring(port: number, protocol?: string): readonly Container[] | 'unknown' {
    if (this.containers === undefined) return 'unknown';
    const declares = this.containers.map((container) => ({
      container,
      declared: declaresPort(container, port, protocol),
    }));
    if (declares.some(({ declared }) => declared === 'unknown')) return 'unknown';
    return declares.filter(({ declared }) => declared === true).map(({ container }) => container);
  }
}

/** Whether a container maps a port (of a protocol). */
export function declaresPort(container: Container, port: number, protocol?: string): Truth {
  if (container.mappings === 'unknown') return 'unknown';
  let result: Truth = false;
  for (const mapping of container.mappings) {
    if (isUnknown(mapping.containerPort) || isUnknown(mapping.protocol)) result = 'unknown';
    else if (mapping.containerPort === port && (protocol === undefined || mapping.protocol === protocol)) return true;
  }
  return result;
}

function toContainer(definition: Value): Container {
  const mappings = step(definition, 'PortMappings');
  const open = isUnknown(mappings) || items(mappings).some(isUnknown);
  return {
    definition,
    name: asString(step(definition, 'Name')),
    image: asString(step(definition, 'Image')),
    mappings: open ? 'unknown' : items(mappings).map(toMapping),
    command: [...items(step(definition, 'EntryPoint')), ...items(step(definition, 'Command'))]
      .map((part) => knownString(part) ?? '')
      .join(' '),
    readonlyRoot: truthOf(step(definition, 'ReadonlyRootFilesystem'), false),
  };
}

function toMapping(mapping: Value): Mapping {
  const protocol = asString(step(mapping, 'Protocol'));
  return {
    containerPort: asNumber(step(mapping, 'ContainerPort')),
    protocol: typeof protocol === 'string' ? protocol.toLowerCase() : (protocol ?? 'tcp'),
  };
}
