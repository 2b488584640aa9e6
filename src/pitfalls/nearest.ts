import { distance } from 'fastest-levenshtein';
import type { Finding } from './finding';

/** The name nearest to a given one by which one of the findings could be accepted; nothing where there is no finding. */
export function nearestName(given: string, findings: readonly Finding[]): string | undefined {
  const names = [...new Set(findings.flatMap(namesOf))];
  return names.sort((left, right) => distance(given, left) - distance(given, right))[0];
}

/** Whether somebody who wrote the one is likely to have meant the other. */
export function isSlip(given: string, meant: string): boolean {
  return distance(given, meant) <= Math.max(2, meant.length / 4);
}

/** What an acceptance may name a finding by. */
function namesOf({ option, part, resource, stage }: Finding): string[] {
  const own = [option, stage, part].filter((name) => name !== undefined);
  if (resource === undefined) return own;
  const { constructPath, logicalId, stack } = resource;
  const path = constructPath?.split('/') ?? [];
  const above = path.map((_, index) => path.slice(0, index + 1).join('/'));
  return [logicalId, `${stack}/${logicalId}`, stack, ...above, ...own];
}
