import { isObject, type Json, type JsonObject, scalarText } from '../../util/json';
import type { ResourceChange } from '../changes';

export function propertiesOf(resource: JsonObject | undefined): JsonObject {
  return isObject(resource?.Properties) ? resource.Properties : {};
}

export function isOn(value: Json | undefined): boolean {
  return ['true', 'ENABLED'].includes(scalarText(value) ?? '');
}

export function goes(change: ResourceChange): boolean {
  return change.action === 'replace' || change.action === 'destroy' || change.action === 'orphan';
}

/** Whether the physical resource outlives what CloudFormation does to it. */
export function isKept(change: ResourceChange): boolean {
  const attribute = change.action === 'replace' ? 'UpdateReplacePolicy' : 'DeletionPolicy';
  // CloudFormation destroys by the policies of the template that it last deployed, and replaces by those of the new one.
  const resource = change.action === 'replace' ? change.after : change.before;
  return ['Retain', 'Snapshot'].includes(String(resource?.[attribute]));
}

/** Names of the changed properties that make CloudFormation recreate the resource. */
export function causes(change: ResourceChange): string[] {
  return [...change.properties].flatMap(([name, { effect }]) =>
    effect === 'replace' || effect === 'may-replace' ? [name] : [],
  );
}

/** The causes with their values: what the fingerprint of a replacement depends on. */
export function causeDetail(change: ResourceChange): Json {
  const values = causes(change)
    .sort()
    .map((name): Json => {
      const property = change.properties.get(name);
      return [name, property?.before ?? null, property?.after ?? null];
    });
  return [change.action, String(change.after?.Type ?? ''), ...values];
}

/** Words for what CloudFormation does, with the cause. */
export function describe(change: ResourceChange): string {
  if (change.movedTo !== undefined) return `is destroyed and created again as ${placeOf(change)}`;
  switch (change.action) {
    case 'destroy':
      return 'is destroyed';
    case 'orphan':
      return 'leaves CloudFormation: it is kept, but no stack manages it any longer';
    case 'replace': {
      if (change.after?.Type !== change.before?.Type)
        return `becomes a ${String(change.after?.Type)}: the old one is destroyed`;
      const names = causes(change);
      const may = names.every((name) => change.properties.get(name)?.effect === 'may-replace');
      return `${may ? 'may be' : 'is'} recreated, because ${names.join(', ')} change${names.length === 1 ? 's' : ''}`;
    }
    case 'create':
      return 'is created';
    case 'update':
      return 'is updated';
  }
}

export function placeOf(change: ResourceChange): string {
  const { movedTo } = change;
  if (movedTo === undefined) return change.logicalId;
  return movedTo.stack === change.stack ? movedTo.logicalId : `${movedTo.stack}/${movedTo.logicalId}`;
}

/** What to do about a move. */
export function moveRemedy(change: ResourceChange): string {
  const { movedTo } = change;
  if (movedTo?.stack === change.stack) {
    return `Keep its logical ID: call overrideLogicalId('${change.logicalId}') on the L1 resource that is now ${movedTo.logicalId}.`;
  }
  return `Leave it in ${change.stack}, or hand it over without recreating it: retain it there, then import it into ${movedTo?.stack} (cdk refactor or cdk import).`;
}
