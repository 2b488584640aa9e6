import type { JudgedFinding, Judgement } from '../acknowledgements';
import type { DeliveryChange } from '../delivery/compare';
import { blocks, type Level, worstLevel } from '../levels';

/** Raised when a field of the JSON report changes its meaning or goes; a new field does not raise it. */
export const SCHEMA_VERSION = 1;

/** Everything that was found, before it is written in one form or another. */
export interface Report {
  readonly level: Level;
  readonly judgement: Judgement;
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
): Report {
  const level = worstLevel(judgement.findings.map((finding) => finding.level));
  const harmless = level === 'none' || level === 'in-place';
  return { level, judgement, delivery, base, head, mergesByItself: harmless && delivery?.length === 0 };
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
