import { describeDelivery, type Report, type StageImpact, VERDICTS } from './report';

/** The report for a terminal. */
export function renderText({ level, judgement, stages, delivery, base, head }: Report): string {
  const findings = judgement.findings.flatMap((finding) => [
    `${finding.level.padEnd(8)} ${finding.resource}  [${finding.fingerprint}]${finding.acknowledged === undefined ? '' : ` acknowledged until ${finding.acknowledged.expires}: ${finding.acknowledged.reason}`}`,
    `         ${finding.reason}`,
    ...(finding.level === 'in-place' ? [] : [`         ${finding.remedy}`]),
    ...(finding.files ?? []).map((file) => `         - ${file}`),
  ]);
  const notes = [
    ...judgement.expired.map(({ fingerprint, expires }) => `Acknowledgement ${fingerprint} expired on ${expires}.`),
    ...judgement.unmatched.map(
      ({ fingerprint }) => `Acknowledgement ${fingerprint} names nothing that was found: remove it.`,
    ),
  ];
  const deliverySection =
    delivery === undefined || delivery.length === 0
      ? []
      : ['', 'Delivery (needs a person):', ...delivery.map((item) => `  ${describeDelivery(item)}`)];
  return `${[
    `Impact: ${level} – ${VERDICTS[level]} (${base} → ${head})`,
    ...(stages.length > 1 ? ['', ...stages.map(stageLine)] : []),
    ...(findings.length === 0 ? [] : ['', ...findings]),
    ...deliverySection,
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n')}\n`;
}

function stageLine({ name, level, open }: StageImpact): string {
  return `${name}: ${level} – ${VERDICTS[level]}${open > 0 ? ` (${open} to acknowledge)` : ''}`;
}
