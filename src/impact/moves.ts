import { createHash } from 'node:crypto';
import { intrinsic } from '../cloudformation/functions';
import { asList, canonical, isObject, type Json, type JsonObject } from '../util/json';
import type { ResourceChange } from './changes';

/**
 * Finds resources that are destroyed in one place while an equal one is created in another: the same thing under
 * another logical ID or in another stack. Equal means equal type and properties, references followed, tags aside.
 */
export function markMoves(changes: readonly ResourceChange[]): void {
  const created = new Map<string, ResourceChange[]>();
  for (const change of changes) {
    if (change.action !== 'create' || change.after === undefined) continue;
    const digest = digestOf(change.logicalId, change.context.after, []);
    created.set(digest, [...(created.get(digest) ?? []), change]);
  }
  for (const change of changes) {
    if ((change.action !== 'destroy' && change.action !== 'orphan') || change.before === undefined) continue;
    const target = created.get(digestOf(change.logicalId, change.context.before, []))?.shift();
    if (target === undefined) continue;
    change.movedTo = { stack: target.stack, logicalId: target.logicalId };
    target.movedHere = true;
  }
}

/** A resource that many others refer to is digested once. */
const digests = new WeakMap<JsonObject, Map<string, string>>();

function digestOf(logicalId: string, resources: JsonObject, visiting: readonly string[]): string {
  const known = digests.get(resources)?.get(logicalId);
  if (known !== undefined) return known;
  const resource = resources[logicalId];
  if (!isObject(resource) || visiting.includes(logicalId)) return `cycle ${visiting.length}`;
  const { Tags: _tags, ...properties } = isObject(resource.Properties) ? resource.Properties : {};
  const followed = follow(properties, (id) =>
    id in resources ? digestOf(id, resources, [...visiting, logicalId]) : id,
  );
  const digest = createHash('sha256')
    .update(canonical([resource.Type ?? null, followed]))
    .digest('hex');
  digests.set(resources, (digests.get(resources) ?? new Map<string, string>()).set(logicalId, digest));
  return digest;
}

function follow(value: Json, digest: (logicalId: string) => string): Json {
  const call = intrinsic(value);
  if (call?.name === 'Ref') return { Ref: digest(String(call.argument)) };
  if (call?.name === 'Fn::GetAtt') {
    const [id, ...attribute] = Array.isArray(call.argument) ? call.argument : String(call.argument).split('.');
    return { 'Fn::GetAtt': [digest(String(id)), ...attribute] };
  }
  if (call?.name === 'Fn::Sub') {
    const parts = asList(call.argument).map((part) =>
      typeof part === 'string'
        ? part.replace(/\$\{([A-Za-z0-9]+)/g, (_, id: string) => `\${${digest(id)}`)
        : follow(part, digest),
    );
    return { 'Fn::Sub': parts };
  }
  if (Array.isArray(value)) return value.map((item) => follow(item, digest));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, follow(item, digest)]));
  return value;
}
