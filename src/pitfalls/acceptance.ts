import { isObject } from '../util/json';
import type { Problem } from '../util/problems';
import { UserError } from '../util/user-error';
import { isPitfallId, type PitfallId, pitfalls } from './catalogue';
import type { Finding } from './finding';
import { nearestName } from './nearest';

/** A finding that is known and meant. */
export interface AcceptedFinding {
  /** The pitfall, from `P1` on. */
  readonly id: PitfallId;
  /**
   * Where it is accepted: a logical ID, a construct path (with everything below it), a stack name; for a finding in the
   * options, the option or the stage; for a finding in one part of a resource, that part.
   *
   * @default - everywhere
   */
  readonly resource?: string;
  /** Why it is meant. */
  readonly reason: string;
  /**
   * Last day on which it is accepted, as `YYYY-MM-DD` (UTC). From the next day on it is a finding again.
   *
   * @default - for ever
   */
  readonly expires?: string;
}

/** Findings, apart by whether they are accepted. */
export interface Judged {
  readonly open: readonly Finding[];
  readonly accepted: readonly { readonly finding: Finding; readonly acceptance: AcceptedFinding }[];
  /** Acceptances whose last day is over while their finding is still there. */
  readonly expired: readonly AcceptedFinding[];
  /** Acceptances that accept nothing. */
  readonly unused: readonly UnusedAcceptance[];
}

/** An acceptance that accepts nothing: what it was for is gone, or it names another place than is meant. */
export interface UnusedAcceptance extends AcceptedFinding {
  /** The nearest name of a finding of the same pitfall. @default - nothing of the pitfall is found */
  readonly nearest?: string;
}

const FIELDS = ['id', 'resource', 'reason', 'expires'];

/**
 * Reads accepted findings from parsed JSON: `{ "acceptedFindings": [{ "id", "resource"?, "reason", "expires"? }] }`.
 *
 * @param origin the file, for messages
 * @throws UserError that names everything in it that cannot be used
 */
export function readAcceptedFindings(content: unknown, origin: string): AcceptedFinding[] {
  const list = isObject(content) ? content.acceptedFindings : undefined;
  if (!Array.isArray(list)) {
    throw new UserError({
      subject: origin,
      cause: '"acceptedFindings" is not a list',
      remedy: 'Write { "acceptedFindings": [] }',
    });
  }
  const { accepted, problems } = checkAcceptedFindings(list, `${origin}: acceptedFindings`);
  if (problems.length > 0) throw new UserError(problems);
  return accepted;
}

/** Accepted findings, and what is wrong with those that cannot be used. */
interface CheckedAcceptances {
  readonly accepted: AcceptedFinding[];
  readonly problems: readonly Problem[];
}

/**
 * Whether each entry is complete and names a pitfall that exists.
 *
 * @param place of the list, for messages
 */
export function checkAcceptedFindings(list: readonly unknown[], place: string): CheckedAcceptances {
  const accepted: AcceptedFinding[] = [];
  const problems: Problem[] = [];
  for (const [index, entry] of list.entries()) {
    const found = isObject(entry)
      ? problemsOfEntry(entry, `${place}[${index}]`)
      : [{ subject: `${place}[${index}]`, value: entry, cause: 'is not an object', remedy: 'Write { id, reason }.' }];
    problems.push(...found);
    if (found.length > 0) continue;
    const { id, resource, reason, expires } = entry as unknown as AcceptedFinding;
    accepted.push({
      id,
      reason,
      ...(resource !== undefined && { resource }),
      ...(expires !== undefined && { expires }),
    });
  }
  return { accepted, problems };
}

function problemsOfEntry(entry: Readonly<Record<string, unknown>>, place: string): Problem[] {
  const { id, resource, reason, expires } = entry;
  const problems = Object.keys(entry)
    .filter((key) => !FIELDS.includes(key))
    .map((key) => ({
      subject: `${place}.${key}`,
      value: entry[key],
      cause: 'is a field that means nothing',
      remedy: `Use the fields ${FIELDS.join(', ')}.`,
    }));
  const refuse = (key: string, cause: string, remedy: string) =>
    problems.push({ subject: `${place}.${key}`, value: entry[key], cause, remedy });
  if (!isPitfallId(id)) refuse('id', 'is no pitfall', `Use P1 to P${pitfalls.length}, see docs/pitfalls.md.`);
  if (typeof reason !== 'string' || reason.trim() === '') {
    refuse(
      'reason',
      'says nothing',
      `Write why ${isPitfallId(id) ? id : 'the finding'} is meant; the reviewer reads it.`,
    );
  }
  if (resource !== undefined && (typeof resource !== 'string' || resource === '')) {
    refuse('resource', 'names nothing', 'Name a logical ID, a construct path, a stack, an option or a stage.');
  }
  if (expires !== undefined && !isDay(expires)) refuse('expires', 'is no day', 'Write it as YYYY-MM-DD.');
  return problems;
}

function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/**
 * Tell open findings from accepted ones.
 *
 * @param today the day to judge by, as `YYYY-MM-DD` (UTC)
 */
export function judge(findings: readonly Finding[], acceptances: readonly AcceptedFinding[], today: string): Judged {
  const valid = acceptances.filter(({ expires }) => expires === undefined || today <= expires);
  const late = acceptances.filter((acceptance) => !valid.includes(acceptance));
  const accepted = findings.flatMap((finding) => {
    const acceptance = valid.find((candidate) => covers(candidate, finding));
    return acceptance ? [{ finding, acceptance }] : [];
  });
  const found = new Set(accepted.map(({ finding }) => finding));
  const open = findings.filter((finding) => !found.has(finding));
  return {
    open,
    accepted,
    expired: late.filter((acceptance) => open.some((finding) => covers(acceptance, finding))),
    unused: acceptances
      .filter((acceptance) => !findings.some((finding) => covers(acceptance, finding)))
      .map((acceptance) => withNearest(acceptance, findings)),
  };
}

function withNearest(acceptance: AcceptedFinding, findings: readonly Finding[]): UnusedAcceptance {
  const { id, resource = '' } = acceptance;
  const nearest = nearestName(
    resource,
    findings.filter(({ pitfall }) => pitfall === id),
  );
  return nearest === undefined ? acceptance : { ...acceptance, nearest };
}

function covers({ id, resource }: AcceptedFinding, finding: Finding): boolean {
  if (id !== finding.pitfall || finding.isBinding) return false;
  if (resource === undefined) return true;
  if (finding.resource === undefined) return resource === finding.option || resource === finding.stage;
  const { constructPath, logicalId, stack } = finding.resource;
  // a value that the options accept is accepted in the template that is made of them as well
  const { part } = finding;
  if (part !== undefined && (resource === part || PARTS_IN_OPTIONS.some((option) => resource === option + part))) {
    return true;
  }
  const isPath =
    constructPath !== undefined && (constructPath === resource || constructPath.startsWith(`${resource}/`));
  return isPath || resource === logicalId || resource === stack || resource === `${stack}/${logicalId}`;
}

/** The options that a part of a template's resource comes from: `application.environment.LOG_LEVEL`. */
const PARTS_IN_OPTIONS: readonly string[] = ['application.', 'healthGate.'];
