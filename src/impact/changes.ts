import { references } from '../cloudformation/functions';
import type { NormalisedTemplate } from '../cloudformation/normalise/normalise';
import { fullDiff, ResourceImpact } from '../cloudformation/resource-schemas';
import type { Template } from '../cloudformation/stack';
import { isObject, type Json, type JsonObject, scalarText, valueAt } from '../util/json';
import { isKnownType } from './resource-types';

/** `unknown`: the resource specification does not know the property, so neither what a change of it does. */
export type PropertyEffect = 'update' | 'replace' | 'may-replace' | 'unknown';

export interface PropertyChange {
  readonly before?: Json;
  readonly after?: Json;
  readonly effect: PropertyEffect;
}

/** What CloudFormation does to one resource. */
export interface ResourceChange {
  readonly stack: string;
  readonly logicalId: string;
  /** Type before the change, or of what is created. */
  readonly type: string;
  readonly known: boolean;
  readonly action: 'create' | 'update' | 'replace' | 'destroy' | 'orphan';
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly properties: ReadonlyMap<string, PropertyChange>;
  /** Changed parts beside the properties: DeletionPolicy, Condition, Metadata, … */
  readonly attributes: ReadonlyMap<string, { readonly before?: Json; readonly after?: Json }>;
  /** The whole stack on both sides. */
  readonly context: StackContext;
  /** Where an equal resource is created instead. */
  movedTo?: { readonly stack: string; readonly logicalId: string };
  /** Set on the other end of a move, which is told where it begins. */
  movedHere?: boolean;
}

export interface StackContext {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Logical IDs whose physical resource is gone after the change. */
  readonly gone: ReadonlySet<string>;
}

export function diffTemplates(stack: string, before: NormalisedTemplate, after: NormalisedTemplate): ResourceChange[] {
  const gone = new Set<string>();
  const context: StackContext = { before: before.template.Resources, after: after.template.Resources, gone };
  const changes: ResourceChange[] = [];
  fullDiff(textual(before.template), textual(after.template)).resources.forEachDifference((logicalId, difference) => {
    const [old, fresh] = [context.before[logicalId], context.after[logicalId]];
    const properties = new Map<string, PropertyChange>();
    for (const [name, { changeImpact }] of Object.entries(difference.propertyUpdates)) {
      const [before, after] = [valueAt(old, ['Properties', name]), valueAt(fresh, ['Properties', name])];
      properties.set(name, { ...present({ before, after }), effect: effectOf(changeImpact) });
    }
    const type = difference.oldResourceType ?? difference.newResourceType ?? 'Fn::ForEach';
    const action = actionOf(difference.changeImpact);
    if (action === 'replace' || action === 'destroy' || action === 'orphan') gone.add(logicalId);
    changes.push({
      stack,
      logicalId,
      type,
      known: isKnownType(type) && isKnownType(difference.newResourceType ?? type),
      action,
      ...(isObject(old) ? { before: old } : {}),
      ...(isObject(fresh) ? { after: fresh } : {}),
      properties,
      attributes: new Map(
        Object.keys(difference.otherChanges).map((name) => [
          name,
          present({ before: valueAt(old, [name]), after: valueAt(fresh, [name]) }),
        ]),
      ),
      context,
    });
  });
  return [...changes, ...changedByReference(stack, context, changes)];
}

/** Hides numbers from the library, which takes `1.10` and `1.1`, or `007` and `7`, for the same value. */
const TEXT_MARK = '\u200b';

function textual(template: Template): JsonObject {
  const mark = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(mark);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mark(item)]));
    const text = scalarText(value);
    return text === undefined ? value : Number.isNaN(Number(text)) ? text : `${text}${TEXT_MARK}`;
  };
  return mark(template) as JsonObject;
}

function present(values: { before: Json | undefined; after: Json | undefined }): { before?: Json; after?: Json } {
  const { before, after } = values;
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/**
 * Resources whose text is the same but which refer to something that is gone: CloudFormation updates them too.
 * The library tells that only where the update would be a replacement.
 */
function changedByReference(
  stack: string,
  context: StackContext,
  changes: readonly ResourceChange[],
): ResourceChange[] {
  const told = new Set(changes.map((change) => change.logicalId));
  return Object.entries(context.after).flatMap(([logicalId, resource]): ResourceChange[] => {
    if (told.has(logicalId) || !isObject(resource) || typeof resource.Type !== 'string') return [];
    const properties = new Map<string, PropertyChange>();
    for (const [name, value] of Object.entries(isObject(resource.Properties) ? resource.Properties : {})) {
      if ([...references(value)].some((id) => context.gone.has(id))) {
        properties.set(name, { before: value, after: value, effect: 'update' });
      }
    }
    if (properties.size === 0) return [];
    const { Type: type } = resource;
    const known = isKnownType(type);
    return [
      {
        stack,
        logicalId,
        type,
        known,
        action: 'update',
        before: resource,
        after: resource,
        properties,
        attributes: new Map(),
        context,
      },
    ];
  });
}

function effectOf(impact: ResourceImpact | undefined): PropertyEffect {
  switch (impact) {
    case ResourceImpact.WILL_REPLACE:
      return 'replace';
    case ResourceImpact.MAY_REPLACE:
      return 'may-replace';
    case ResourceImpact.WILL_UPDATE:
      return 'update';
    default:
      return 'unknown';
  }
}

function actionOf(impact: ResourceImpact): ResourceChange['action'] {
  switch (impact) {
    case ResourceImpact.WILL_CREATE:
    case ResourceImpact.WILL_IMPORT:
      return 'create';
    case ResourceImpact.WILL_DESTROY:
      return 'destroy';
    case ResourceImpact.WILL_ORPHAN:
      return 'orphan';
    case ResourceImpact.WILL_REPLACE:
    case ResourceImpact.MAY_REPLACE:
      return 'replace';
    default:
      return 'update';
  }
}
