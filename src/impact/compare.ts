import { EMPTY, type NormalisedTemplate, normalise } from '../cloudformation/normalise/normalise';
import type { Assembly, Stack } from '../cloudformation/stack';
import { compareLevels, type Level, worstLevel } from '../model/levels';
import { isObject, type JsonObject } from '../util/json';
import { compareAssets } from './assets';
import { diffTemplates, type ResourceChange } from './changes';
import { type Draft, finding } from './finding';
import type { Finding } from './model';
import { markMoves } from './moves';
import { pairStacks, type StackPair } from './pair';
import { describeGrant, grantsOf, grownGrants, identityOf as identityOfGrant } from './permissions/iam';
import { describeRule, grownRules, identityOf as identityOfRule, networkRulesOf } from './permissions/network';
import { DEFAULT_RULES, RESOURCE_RULES, STACK_RULES } from './rules';
import { isMetadataOnly } from './rules/default';
import { levelOf, type Rule, remedyOf } from './rules/rule';

/** A pair of stacks with their templates in a form that can be compared. */
interface Comparison {
  readonly pair: StackPair;
  readonly name: string;
  readonly before: NormalisedTemplate;
  readonly after: NormalisedTemplate;
  readonly changes: readonly ResourceChange[];
}

/** Everything that the change from `base` to `head` does to what runs, the worst first. */
export function compareAssemblies(base: Assembly, head: Assembly): Finding[] {
  const comparisons = pairStacks(base, head).map(comparisonOf);
  markMoves(comparisons.flatMap(({ changes }) => changes));
  return comparisons
    .flatMap((comparison) => [
      ...stackFindings(comparison),
      ...resourceFindings(comparison),
      ...(comparison.pair.kind === 'paired' || comparison.pair.kind === 'added' ? permissionFindings(comparison) : []),
      ...(comparison.pair.kind === 'paired'
        ? assetFindings(comparison, comparison.pair.before, comparison.pair.after)
        : []),
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

function findingsOf(change: ResourceChange): Draft[] {
  const applicable = RESOURCE_RULES.filter((rule) => rule.applies(change));
  const drafts = applicable.map((rule) => draftOf(rule, change));
  if (applicable.some(({ decides }) => decides)) return drafts;
  const fallback = DEFAULT_RULES.find((rule) => rule.applies(change));
  if (fallback === undefined) return drafts;
  const known = worstLevel(drafts.map(({ level }) => level));
  const isMore = compareLevels(levelOf(fallback, change), known) > 0;
  return isMore ? [...drafts, draftOf(fallback, change)] : drafts;
}

function draftOf(rule: Rule<ResourceChange>, change: ResourceChange): Draft {
  return { ...ruleDraft(rule, change), ...place(change.stack, change.logicalId, change.before ?? change.after) };
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

function place(
  stack: string,
  logicalId: string,
  resource: JsonObject | undefined,
): Pick<Draft, 'stack' | 'logicalId' | 'type' | 'path'> {
  const path = isObject(resource?.Metadata) ? resource.Metadata['aws:cdk:path'] : undefined;
  return {
    stack,
    logicalId,
    ...(typeof resource?.Type === 'string' ? { type: resource.Type } : {}),
    ...(typeof path === 'string' ? { path } : {}),
  };
}

/** Permissions and network rules are compared as a whole, wherever in the stack they are written. */
function permissionFindings({ name, before, after, changes }: Comparison): Draft[] {
  const [old, fresh] = [before.template.Resources, after.template.Resources];
  const moved = new Set(changes.filter(({ movedHere }) => movedHere).map(({ logicalId }) => logicalId));
  const draft = (rule: string, logicalId: string, reason: string, identity: string): Draft[] => {
    const resource = fresh[logicalId] ?? old[logicalId];
    if (moved.has(logicalId)) return [];
    const remedy = 'Make sure that this is meant; a second person should say so.';
    const level: Level = 'broadens';
    return [
      {
        rule,
        level,
        reason,
        remedy,
        detail: identity,
        ...place(name, logicalId, isObject(resource) ? resource : undefined),
      },
    ];
  };
  return [
    ...grownGrants(grantsOf(old), grantsOf(fresh)).flatMap((grant) =>
      draft('permission-grows', grant.logicalId, describeGrant(grant), identityOfGrant(grant)),
    ),
    ...grownRules(networkRulesOf(old), networkRulesOf(fresh)).flatMap((rule) =>
      draft('network-opens', rule.logicalId, describeRule(rule), identityOfRule(rule)),
    ),
  ];
}

/** The content behind an asset hash, which no template shows. */
function assetFindings({ name, before, after }: Comparison, left: Stack, right: Stack): Draft[] {
  return [...after.assets].flatMap(([logicalId, uses]) => {
    const old = before.assets.get(logicalId);
    const resource = after.template.Resources[logicalId];
    if (old === undefined) return [];
    return [...uses].flatMap(([property, hash]): Draft[] => {
      const oldHash = old.get(property);
      if (oldHash === undefined) return [];
      const difference = compareAssets(left.assets.get(oldHash), right.assets.get(hash));
      if (oldHash === hash && difference.files.length === 0) return [];
      return [
        {
          rule: 'asset-content',
          level: 'in-place',
          reason: assetReason(property, oldHash === hash, difference),
          remedy: 'Review the listed files as you review code: they run after the next deployment.',
          files: difference.files,
          detail: [property],
          ...place(name, logicalId, isObject(resource) ? resource : undefined),
        },
      ];
    });
  });
}

function assetReason(
  property: string,
  sameHash: boolean,
  { readable, files, build }: ReturnType<typeof compareAssets>,
): string {
  const subject = `The asset behind ${property.replace(/^Properties\./, '').split('.Fn::')[0]}`;
  if (!readable) return `${subject} changes; its content is not at hand on both sides.`;
  if (files.length === 0)
    return `${subject} changes by ${build ? 'how it is built' : 'its hash alone'}; no file differs.`;
  const how = `${files.length} ${files.length === 1 ? 'file differs' : 'files differ'}${build ? ', and how it is built' : ''}`;
  return sameHash
    ? `${subject} changes without another hash (${how}): it is not published again where that hash exists.`
    : `${subject} changes: ${how}.`;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
