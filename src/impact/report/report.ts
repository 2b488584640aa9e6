import { blocks, type Level, worstLevel } from '../../model/levels';
import type { JudgedFinding, Judgement } from '../acknowledgements';
import type { DeliveryChange } from '../delivery/compare';

/** The stages whose stacks were compared. */
export interface Stages {
  readonly names: readonly string[];
  /** Name of the stage that a stack belongs to; `undefined` where it belongs to none. */
  readonly stageOf: (stack: string) => string | undefined;
}

/** What the change does to one stage. */
export interface StageImpact {
  readonly name: string;
  readonly level: Level;
  readonly findings: readonly JudgedFinding[];
  /** How many of them need another solution or an acknowledgement. */
  readonly open: number;
}

/** Raised when a field of the JSON report changes its meaning or goes; a new field does not raise it. */
export const SCHEMA_VERSION = 1;

/** Everything that was found, before it is written in one form or another. */
export interface Report {
  readonly level: Level;
  readonly judgement: Judgement;
  /** Empty where nobody knows which stacks make a stage; what belongs to none is under the name `other stacks`. */
  readonly stages: readonly StageImpact[];
  /** `undefined` where a side is no checkout, so that nobody knows. */
  readonly delivery: readonly DeliveryChange[] | undefined;
  readonly base: string;
  readonly head: string;
  /** Whether nothing in it needs a person: none or in place, and delivered as before. */
  readonly mergesByItself: boolean;
}

export function reportOf(
  judgement: Judgement,
  delivery: readonly DeliveryChange[] | undefined,
  base: string,
  head: string,
  stages?: Stages,
): Report {
  const level = worstLevel(judgement.findings.map((finding) => finding.level));
  const harmless = level === 'none' || level === 'in-place';
  return {
    level,
    judgement,
    stages: stageImpacts(judgement.findings, stages),
    delivery,
    base,
    head,
    mergesByItself: harmless && delivery?.length === 0,
  };
}

const OTHER_STACKS = 'other stacks';

function stageImpacts(findings: readonly JudgedFinding[], stages: Stages | undefined): StageImpact[] {
  if (stages === undefined) return [];
  const { names, stageOf } = stages;
  return [...names, OTHER_STACKS].flatMap((name) => {
    const own = findings.filter(({ stack }) => (stageOf(stack) ?? OTHER_STACKS) === name);
    if (own.length === 0 && name === OTHER_STACKS) return [];
    return [{ name, level: worstLevel(own.map(({ level }) => level)), findings: own, open: own.filter(isOpen).length }];
  });
}

/** 0: passes; 1: something is recreated or lost that nobody acknowledged. */
export function exitCodeOf(report: Report): 0 | 1 {
  return report.judgement.passed ? 0 : 1;
}

export const VERDICTS: Readonly<Record<Level, string>> = {
  none: 'nothing that runs changes',
  'in-place': 'what runs is updated in place',
  broadens: 'a permission or a network opening grows',
  replaces: 'a resource is recreated or removed',
  loses: 'an address, data or the identity that clients hold is lost',
};

export function isOpen(finding: JudgedFinding): boolean {
  return blocks(finding.level) && finding.acknowledged === undefined;
}

export function describeDelivery({ kind, path, subject, change, before, after }: DeliveryChange): string {
  const values = before !== undefined || after !== undefined ? `: ${before ?? 'none'} → ${after ?? 'none'}` : '';
  return `${kind} ${subject === undefined ? path : `${subject} (${path})`} ${change}${values}`;
}
