import { EMPTY, normalise } from '../cloudformation/normalise/normalise';
import type { Assembly } from '../cloudformation/stack';
import { compareLevels, worstLevel } from '../model/levels';
import { diffTemplates, type ResourceChange } from './changes';
import { type Draft, finding } from './finding';
import { isMetadataOnly } from './metadata';
import type { Finding } from './model';
import { markMoves } from './moves';
import { pairStacks, type StackPair } from './pair';
import { FALLBACK_RULES } from './rules/fallback';
import { RESOURCE_RULES } from './rules/resources';
import { levelOf, type Rule, remedyOf } from './rules/rule';
import { STACK_RULES } from './rules/stacks';
import { type Comparison, placeOf } from './rules/template-rule';
import { TEMPLATE_RULES } from './rules/templates';

/** Everything that the change from `base` to `head` does to what runs, the worst first. */
export function compareAssemblies(base: Assembly, head: Assembly): Finding[] {
  const comparisons = pairStacks(base, head).map(comparisonOf);
  markMoves(comparisons.flatMap(({ changes }) => changes));
  return comparisons
    .flatMap((comparison) => [
      ...stackFindings(comparison),
      ...resourceFindings(comparison),
      ...templateFindings(comparison),
    ])
    .map(finding)
    .sort((a, b) => compareLevels(b.level, a.level) || order(a.resource, b.resource) || order(a.rule, b.rule));
}

function comparisonOf(pair: StackPair): Comparison {
  const before = pair.kind === 'added' ? EMPTY : normalise(pair.before);
  const after = pair.kind === 'removed' ? EMPTY : normalise(pair.after);
  const name = stackName(pair);
  // A renamed stack is another stack with everything in it: to compare the two would hide that.
  const changes = pair.kind === 'renamed' ? [] : diffTemplates(name, before, after);
  return { pair, name, before, after, changes };
}

/** A bare template has no stack name, and the name of its file may differ from side to side. */
function stackName(pair: StackPair): string {
  const stack = pair.kind === 'added' ? pair.after : pair.before;
  if (stack.name !== undefined) return stack.name;
  return `template${stack.id.includes('/') ? stack.id.slice(stack.id.indexOf('/')) : ''}`;
}

function stackFindings({ pair, name }: Comparison): Draft[] {
  return STACK_RULES.filter((rule) => rule.applies(pair)).map((rule) => ({ ...ruleDraft(rule, pair), stack: name }));
}

function resourceFindings({ pair, changes }: Comparison): Draft[] {
  // What becomes of the resources of a stack that comes or goes is said once, of the stack; but a move is said of each.
  const relevant = pair.kind === 'paired' ? changes : changes.filter(({ movedTo }) => movedTo !== undefined);
  return relevant.filter((change) => !isMetadataOnly(change)).flatMap(findingsOf);
}

function templateFindings(comparison: Comparison): Draft[] {
  const { kind } = comparison.pair;
  return kind === 'paired' || kind === 'added' ? TEMPLATE_RULES.flatMap((rule) => rule.drafts(comparison)) : [];
}

function findingsOf(change: ResourceChange): Draft[] {
  const applicable = RESOURCE_RULES.filter((rule) => rule.applies(change));
  const drafts = applicable.map((rule) => draftOf(rule, change));
  if (applicable.some(({ decides }) => decides)) return drafts;
  const fallback = FALLBACK_RULES.find((rule) => rule.applies(change));
  if (fallback === undefined) return drafts;
  const known = worstLevel(drafts.map(({ level }) => level));
  const isMore = compareLevels(levelOf(fallback, change), known) > 0;
  return isMore ? [...drafts, draftOf(fallback, change)] : drafts;
}

function draftOf(rule: Rule<ResourceChange>, change: ResourceChange): Draft {
  return { ...ruleDraft(rule, change), ...placeOf(change.stack, change.logicalId, change.before ?? change.after) };
}

function ruleDraft<Subject>(rule: Rule<Subject>, subject: Subject): Omit<Draft, 'stack'> {
  return {
    rule: rule.id,
    level: levelOf(rule, subject),
    reason: rule.reason(subject),
    remedy: remedyOf(rule, subject),
    detail: rule.detail(subject),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
