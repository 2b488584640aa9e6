import { evaluate, truthOfCondition } from '../../cloudformation/evaluate/evaluate';
import type { Resource, Template, Value } from '../../cloudformation/evaluate/model';
import { isValueObject, knownString } from '../../cloudformation/evaluate/value';
import { credentialIn, credentialsAcross, credentialsInCommand, findCredential } from '../../credentials';
import { unseenIn, unseenInCommand } from '../../credentials/unseen';
import { isObject, type Json, type JsonObject } from '../../util/json';

/** A text of a task definition, which holds a credential (`kind`) or was not looked at whole (`unseen` says why). */
export type TaskFinding = {
  /** Name of the container; none where it stands in the task definition itself. */
  readonly container?: string;
  /** `environment.TOKEN`, `command`, `tags.owner`. */
  readonly part: string;
} & ({ readonly kind: string } | { readonly unseen: string });

/** What stands for a part of a text that only the deployment knows: it is no credential. */
const OPEN = `\${open}`;

/**
 * The credentials in plain text of a task definition, and the texts that were not looked at whole. A text whose other parts are open is judged by those that are
 * written down; a text in a branch of a condition stands in the template whether the condition holds or not.
 */
export function* credentialsOfTask(resource: Resource): Iterable<TaskFinding> {
  const { template } = resource;
  const properties = isObject(resource.raw.Properties) ? resource.raw.Properties : {};
  for (const tag of list(properties.Tags, template)) {
    yield* named('tags', field(tag, 'Key', template), member(tag, 'Value'), template);
  }
  for (const definition of list(properties.ContainerDefinitions, template)) {
    if (!isObject(definition)) continue;
    const container = field(definition, 'Name', template);
    for (const found of inContainer(definition, template)) yield { container, ...found };
  }
}

function* inContainer(definition: JsonObject, template: Template): Iterable<TaskFinding> {
  for (const variable of list(definition.Environment, template)) {
    yield* named('environment', field(variable, 'Name', template), member(variable, 'Value'), template);
  }
  yield* mapped('labels', definition.DockerLabels, template);
  yield* command('entryPoint', definition.EntryPoint, template);
  yield* command('command', definition.Command, template);
  const texts = (node: Json | undefined) => list(node, template).map((item) => text(item, template));
  const [across] = credentialsAcross(texts(definition.EntryPoint), texts(definition.Command));
  if (across) yield { part: 'command', kind: across.kind };
  for (const check of list(definition.HealthCheck, template)) {
    if (isObject(check)) yield* command('healthCheck', check.Command, template);
  }
  for (const log of list(definition.LogConfiguration, template)) {
    if (isObject(log)) yield* mapped('logOptions', log.Options, template);
  }
  for (const router of list(definition.FirelensConfiguration, template)) {
    if (isObject(router)) yield* mapped('firelensOptions', router.Options, template);
  }
  // where a name belongs, the secret itself may have been written
  for (const secret of list(definition.Secrets, template)) {
    const found = credentialIn(field(secret, 'ValueFrom', template));
    if (found) yield { part: `secrets.${field(secret, 'Name', template)}`, kind: found.kind };
  }
}

function* named(group: string, name: string, node: Json | undefined, template: Template): Iterable<TaskFinding> {
  for (const branch of list(node, template)) {
    const value = text(branch, template);
    const part = `${group}.${name}`;
    const unseen = unseenIn(value);
    if (unseen !== undefined) yield { part, unseen };
    const found = value === OPEN ? undefined : findCredential(name, value);
    if (!found) continue;
    yield { part, kind: found.kind };
    return;
  }
}

function* mapped(group: string, node: Json | undefined, template: Template): Iterable<TaskFinding> {
  for (const map of list(node, template)) {
    if (!isObject(map)) continue;
    for (const [name, value] of Object.entries(map)) yield* named(group, name, value, template);
  }
}

function* command(part: string, node: Json | undefined, template: Template): Iterable<TaskFinding> {
  const parts = list(node, template).map((item) => text(item, template));
  const unseen = unseenInCommand(parts);
  if (unseen !== undefined) yield { part, unseen };
  const [first] = credentialsInCommand(parts);
  if (first) yield { part, kind: first.kind };
}

function member(node: Json, name: string): Json | undefined {
  return isObject(node) ? node[name] : undefined;
}

function field(node: Json, name: string, template: Template): string {
  return text(member(node, name) ?? '', template);
}

/** The items of a list, of every branch of its conditions that may hold. */
function list(node: Json | undefined, template: Template): readonly Json[] {
  if (node === undefined || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((item) => list(item, template));
  if (!isObject(node)) return [node];
  if (node.Ref === 'AWS::NoValue') return [];
  const choice = node['Fn::If'];
  if (!Array.isArray(choice) || Object.keys(node).length !== 1) return [node];
  const [condition, whenTrue, whenFalse] = choice;
  const truth = typeof condition === 'string' ? truthOfCondition(condition, template) : 'unknown';
  return [...(truth === false ? [] : list(whenTrue, template)), ...(truth === true ? [] : list(whenFalse, template))];
}

/** A text as far as it is written down. */
function text(node: Json, template: Template): string {
  const value: Value = evaluate(node, template);
  const known = knownString(value);
  if (known !== undefined) return known;
  if (isValueObject(value) || !isObject(node)) return OPEN;
  const joined = node['Fn::Join'];
  if (Array.isArray(joined) && typeof joined[0] === 'string' && Array.isArray(joined[1])) {
    return joined[1].map((item) => text(item, template)).join(joined[0]);
  }
  const substituted = node['Fn::Sub'];
  const pattern = Array.isArray(substituted) ? substituted[0] : substituted;
  return typeof pattern === 'string' ? pattern : OPEN;
}
