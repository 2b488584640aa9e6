import type { Stack } from '../../cloudformation/stack';
import { isObject } from '../../util/json';
import type { StackPair } from '../pair';
import { holdsData, holdsIdentity } from '../resource-types';

/** The stack as it is, unless it comes. */
export function before(pair: StackPair): Stack | undefined {
  return pair.kind === 'added' ? undefined : pair.before;
}

/** The stack as it will be, unless it goes. */
export function after(pair: StackPair): Stack | undefined {
  return pair.kind === 'removed' ? undefined : pair.after;
}

/** Whether both sides say which stack they are: a bare template does not. */
export function isNamed(pair: StackPair): boolean {
  return before(pair)?.name !== undefined && after(pair)?.name !== undefined;
}

/** Account and region, for people. */
export function environmentOf(stack: Stack | undefined): string {
  return `${stack?.account ?? 'any account'}/${stack?.region ?? 'any region'}`;
}

/** Types of the resources; of a loop nobody knows them. */
function typesOf(stack: Stack | undefined): string[] {
  return Object.values(stack?.template.Resources ?? {}).flatMap((resource) =>
    isObject(resource) && typeof resource.Type === 'string' ? [resource.Type] : ['Fn::ForEach'],
  );
}

/** What it means that a stack goes with all that is in it. */
export function levelOfAll(stack: Stack | undefined): 'replaces' | 'loses' {
  const types = typesOf(stack);
  return types.some((type) => holdsIdentity(type) || holdsData(type) || type === 'Fn::ForEach') ? 'loses' : 'replaces';
}

/** What of a stack cannot be made again, for people. */
export function holding(stack: Stack | undefined): string {
  const counts = new Map<string, number>();
  for (const type of typesOf(stack)) {
    if (holdsIdentity(type) || holdsData(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  if (counts.size === 0) return '';
  return `, with ${[...counts].map(([type, count]) => `${count} × ${type}`).join(', ')}`;
}
