import { type Report, SCHEMA_VERSION } from './report';

/** The report for programs: one object, the worst level first. */
export function renderJson({ level, judgement, stages, delivery, base, head, mergesByItself }: Report): string {
  const { findings, expired, unmatched, passed } = judgement;
  const document = {
    level,
    findings: findings.map(({ level: own, fingerprint, resource, reason, remedy, ...rest }) => ({
      level: own,
      fingerprint,
      resource,
      reason,
      remedy,
      ...rest,
    })),
    delivery: delivery ?? [],
    deliveryCompared: delivery !== undefined,
    stages: stages.map(({ name, level: own, open }) => ({ name, level: own, open })),
    passed,
    mergesByItself,
    acknowledgements: { expired, unmatched },
    base,
    head,
    schemaVersion: SCHEMA_VERSION,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The same for two sides that could not be compared: there is no level, least of all `none`. */
export function renderJsonError(message: string): string {
  return `${JSON.stringify({ level: null, error: message, schemaVersion: SCHEMA_VERSION }, undefined, 2)}\n`;
}
