import type { NormalisedTemplate } from '../../cloudformation/normalise/normalise';
import { isObject, type Json } from '../../util/json';
import type { ResourceChange } from '../changes';
import type { Draft } from '../finding';
import type { StackPair } from '../pair';

/** A pair of stacks with their templates in a form that can be compared. */
export interface Comparison {
  readonly pair: StackPair;
  readonly name: string;
  readonly before: NormalisedTemplate;
  readonly after: NormalisedTemplate;
  readonly changes: readonly ResourceChange[];
}

/** A known way in which a change reaches what runs that shows in no resource by itself, but in the templates as a whole. */
export interface TemplateRule {
  readonly id: string;
  drafts(comparison: Comparison): Draft[];
}

/** That somebody may do more, or reach more, than before. */
export function broadened(
  { id }: TemplateRule,
  { name, before, after, changes }: Comparison,
  logicalId: string,
  reason: string,
  identity: string,
): Draft[] {
  if (changes.some((change) => change.movedHere === true && change.logicalId === logicalId)) return [];
  const resource = after.template.Resources[logicalId] ?? before.template.Resources[logicalId];
  const remedy = 'Make sure that this is meant; a second person should say so.';
  return [{ rule: id, level: 'broadens', reason, remedy, detail: identity, ...placeOf(name, logicalId, resource) }];
}

/** Where a finding lies. */
export function placeOf(
  stack: string,
  logicalId: string,
  resource: Json | undefined,
): Pick<Draft, 'stack' | 'logicalId' | 'type' | 'path'> {
  const { Type: type, Metadata: metadata } = isObject(resource) ? resource : {};
  const path = isObject(metadata) ? metadata['aws:cdk:path'] : undefined;
  return {
    stack,
    logicalId,
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof path === 'string' ? { path } : {}),
  };
}
