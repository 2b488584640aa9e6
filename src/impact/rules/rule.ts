import type { Level } from '../../model/levels';
import type { Json } from '../../util/json';

/** One known way in which a change reaches what runs. */
export interface Rule<Subject> {
  readonly id: string;
  applies(subject: Subject): boolean;
  readonly level: Level | ((subject: Subject) => Level);
  reason(subject: Subject): string;
  readonly remedy: string | ((subject: Subject) => string);
  /** What makes this finding another finding: part of its fingerprint. */
  detail(subject: Subject): Json;
  /** The rule says all there is to say about what CloudFormation does to the resource. */
  readonly decides?: boolean;
}

export function levelOf<Subject>(rule: Rule<Subject>, subject: Subject): Level {
  return typeof rule.level === 'function' ? rule.level(subject) : rule.level;
}

export function remedyOf<Subject>(rule: Rule<Subject>, subject: Subject): string {
  return typeof rule.remedy === 'function' ? rule.remedy(subject) : rule.remedy;
}
