import type { Assembly, Stack } from '../cloudformation/stack';
import { UserError } from '../util/user-error';

/** The same stack on both sides, or what became of it. */
export type StackPair =
  | { readonly kind: 'paired'; readonly before: Stack; readonly after: Stack }
  | { readonly kind: 'renamed'; readonly before: Stack; readonly after: Stack }
  | { readonly kind: 'removed'; readonly before: Stack }
  | { readonly kind: 'added'; readonly after: Stack };

/**
 * Pairs stacks by what CloudFormation knows them by: name, account and region. The artifact ID says nothing to
 * CloudFormation, but tells a stack that was renamed from one that went.
 */
export function pairStacks(base: Assembly, head: Assembly): StackPair[] {
  if (base.kind === 'template' || head.kind === 'template') return pairTemplates(base, head);
  const before = new Set(base.stacks);
  const after = new Set(head.stacks);
  const pairs: StackPair[] = [];
  const take = (kind: 'paired' | 'renamed', same: (a: Stack, b: Stack) => boolean): void => {
    for (const a of before) {
      const b = [...after].find((candidate) => same(a, candidate));
      if (b === undefined) continue;
      before.delete(a);
      after.delete(b);
      pairs.push({ kind, before: a, after: b });
    }
  };
  take('paired', (a, b) => a.name === b.name && a.account === b.account && a.region === b.region);
  take('paired', (a, b) => a.name === b.name && compatible(a.account, b.account) && compatible(a.region, b.region));
  take('renamed', (a, b) => a.id === b.id);
  return [
    ...pairs,
    ...[...before].map((stack): StackPair => ({ kind: 'removed', before: stack })),
    ...[...after].map((stack): StackPair => ({ kind: 'added', after: stack })),
  ];
}

/** A stack without environment deploys wherever the credentials point, so it may be the very same one. */
function compatible(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** A bare template has no name: it is compared with the other template, or with the one stack it can mean. */
function pairTemplates(base: Assembly, head: Assembly): StackPair[] {
  const [before, after] = [rootsOf(base), rootsOf(head)];
  const [a, b] = [pick(before, after), pick(after, before)];
  return pairNested(base, head, a, b);
}

function rootsOf(assembly: Assembly): Stack[] {
  return assembly.stacks.filter((stack) => stack.parameters === undefined);
}

function pick(candidates: readonly Stack[], others: readonly Stack[]): Stack {
  const [only, second] = candidates;
  if (only !== undefined && second === undefined) return only;
  const named = candidates.find((stack) => others.some((other) => other.id === stack.id));
  if (named !== undefined) return named;
  throw new UserError({
    subject: others[0]?.id ?? 'template',
    cause: `is one template, and the other side has ${candidates.length} stacks (${candidates.map((stack) => stack.id).join(', ')})`,
    remedy: 'Name a template on both sides, or name the file after the stack it belongs to',
  });
}

function pairNested(base: Assembly, head: Assembly, a: Stack, b: Stack): StackPair[] {
  const below = (assembly: Assembly, root: Stack): Map<string, Stack> =>
    new Map(
      assembly.stacks
        .filter((stack) => stack.id.startsWith(`${root.id}/`))
        .map((stack) => [stack.id.slice(root.id.length), stack]),
    );
  const [before, after] = [below(base, a), below(head, b)];
  const pairs: StackPair[] = [{ kind: 'paired', before: a, after: b }];
  for (const [path, stack] of before) {
    const other = after.get(path);
    pairs.push(
      other === undefined ? { kind: 'removed', before: stack } : { kind: 'paired', before: stack, after: other },
    );
  }
  for (const [path, stack] of after) if (!before.has(path)) pairs.push({ kind: 'added', after: stack });
  return pairs;
}
