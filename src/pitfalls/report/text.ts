import type { Judged, UnusedAcceptance } from '../acceptance';
import type { Finding } from '../finding';
import { LEVELS, type Level } from '../pitfall';
import type { Acceptances } from './acceptances';

/** The findings for people, grouped by resource. The last line says what was read. */
export function textReport(
  { open, accepted, expired, unused }: Judged,
  { templates, acceptances }: { readonly templates: number; readonly acceptances: Acceptances },
): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of open) {
    const place = placeOf(finding);
    groups.set(place, [...(groups.get(place) ?? []), finding]);
  }
  const blocks = [...groups].map(([place, findings]) => [place, ...findings.map(describe)].join('\n'));
  const notes = [
    ...expired.map(({ id, expires, reason }) => `The acceptance of ${id} ended on ${expires}: ${reason}`),
    ...unused.map(describeUnused),
  ];
  return `${[...blocks, ...notes, summary(open, accepted.length, templates, acceptances)].join('\n\n')}\n`;
}

function placeOf({ option, resource, stage }: Finding): string {
  if (!resource) return [stage === undefined ? 'service' : `stage ${stage}`, option].join(': ');
  const { constructPath, file, line, logicalId, type } = resource;
  const where = line === undefined ? file : `${file}:${line}`;
  return constructPath === undefined
    ? `${logicalId} (${type}), ${where}`
    : `${constructPath}\n  ${logicalId} (${type}), ${where}`;
}

function describe({ level, message, pitfall, remedy, title }: Finding): string {
  return [`  ${level} ${pitfall}: ${title}`, `    ${message}`, `    Remedy: ${remedy}`].join('\n');
}

function describeUnused({ id, nearest, reason, resource }: UnusedAcceptance): string {
  const what = `The acceptance of ${id}${resource === undefined ? '' : ` at ${resource}`}`;
  return nearest === undefined
    ? `${what} is not needed any more: ${reason}`
    : `${what} accepts nothing. The nearest finding of ${id} is at ${nearest}: correct the acceptance, or remove it.`;
}

function summary(open: readonly Finding[], accepted: number, templates: number, { file, unread }: Acceptances): string {
  const checked = `${templates} ${templates === 1 ? 'template' : 'templates'} checked`;
  const counts = LEVELS.map((level) => count(open, level)).filter((text) => text !== '');
  const known = file === undefined ? [] : [`${accepted} accepted by ${file}`];
  return `${checked}: ${[...(counts.length > 0 ? counts : ['no findings']), ...known].join(', ')}.${unread === undefined ? '' : ` ${unread}.`}`;
}

const PLURALS: Readonly<Record<Level, string>> = { error: 'errors', warning: 'warnings', advice: 'pieces of advice' };
const SINGULARS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', advice: 'piece of advice' };

function count(findings: readonly Finding[], level: Level): string {
  const number = findings.filter((finding) => finding.level === level).length;
  if (number === 0) return '';
  return `${number} ${number === 1 ? SINGULARS[level] : PLURALS[level]}`;
}
