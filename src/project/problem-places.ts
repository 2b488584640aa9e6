import type { StageOptions, UdpServiceProjectOptions } from '../options';
import type { Finding } from '../pitfalls';

/** Where a finding was written: in its stage, in one that this extends, or for all stages. */
function placeOf({ stage, option = '' }: Finding, { stages = [] }: UdpServiceProjectOptions): StageOptions | undefined {
  const [key] = option.split(/[.[]/);
  const seen = new Set<string>();
  for (let name = stage; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const found: StageOptions | undefined = stages.find((candidate) => candidate.name === name);
    if (found?.[key as keyof StageOptions] !== undefined) return found;
    name = found?.extends;
  }
  return undefined;
}

/** The option of a finding as a user finds it: below the stage whose options say it, or for all of them. */
export function optionOf(finding: Finding, given: UdpServiceProjectOptions): string {
  const { stage, option } = finding;
  return placeOf(finding, given) === undefined ? `${option}` : `stages[${stage}].${option}`;
}

/** What was given for the option of a finding; `undefined` where it is a default. */
export function givenValue(finding: Finding, given: UdpServiceProjectOptions): unknown {
  const place: unknown = placeOf(finding, given) ?? given;
  return (finding.option ?? '').split('.').reduce(memberOf, place);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/**
 * Whether a problem may be there only because of what is wrong with the form of options: it is about one of them, what
 * holds it, or a part of it.
 */
export function isConsequence(subject: string, doubtful: readonly string[]): boolean {
  const path = withoutStage(subject);
  return doubtful.some((option) => {
    const doubt = withoutStage(option);
    return doubt === path || isBelow(doubt, path) || isBelow(path, doubt);
  });
}

function withoutStage(path: string): string {
  return path.replace(/^stages\[[^\]]*\]\.?/, '');
}

function isBelow(path: string, above: string): boolean {
  return above !== '' && path.startsWith(above) && /^[.[]/.test(path.slice(above.length));
}
