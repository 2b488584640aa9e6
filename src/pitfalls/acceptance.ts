import { isObject } from '../util/json';
import { MessageError } from '../util/problems';
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

/** A list of accepted findings that cannot be used; the message names the entry, the value, the cause and the remedy. */
export class InvalidAcceptance extends MessageError {}

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
 * Read accepted findings from parsed JSON: `{ "acceptedFindings": [{ "id", "resource"?, "reason", "expires"? }] }`.
 *
 * @param origin file or option, for messages
 */
export function readAcceptedFindings(content: unknown, origin: string): AcceptedFinding[] {
  const list = isObject(content) ? content.acceptedFindings : undefined;
  if (!Array.isArray(list)) {
    throw new InvalidAcceptance(`${origin}: "acceptedFindings" is not a list. Write { "acceptedFindings": [] }.`);
  }
  return validateAcceptedFindings(list, origin);
}

/** Check that each entry is complete and names a pitfall that exists. */
export function validateAcceptedFindings(list: readonly unknown[], origin: string): AcceptedFinding[] {
  return list.map((entry, index) => {
    const where = `${origin}: acceptedFindings[${index}]`;
    if (!isObject(entry)) throw new InvalidAcceptance(`${where} is not an object. Write { id, reason }.`);
    const { id, resource, reason, expires } = entry;
    const unknown = Object.keys(entry).find((key) => !FIELDS.includes(key));
    if (unknown !== undefined) {
      throw new InvalidAcceptance(
        `${where} has a field "${unknown}", which means nothing. Its fields are ${FIELDS.join(', ')}.`,
      );
    }
    if (!isPitfallId(id)) {
      throw new InvalidAcceptance(
        `${where}.id is ${JSON.stringify(id)}, which is no pitfall. Use P1 to P${pitfalls.length}, see docs/pitfalls.md.`,
      );
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new InvalidAcceptance(
        `${where}.reason is ${JSON.stringify(reason)}. Write why ${id} is meant; the reviewer reads it.`,
      );
    }
    if (resource !== undefined && (typeof resource !== 'string' || resource === '')) {
      throw new InvalidAcceptance(
        `${where}.resource is ${JSON.stringify(resource)}. Name a logical ID, a construct path, a stack, an option or a stage.`,
      );
    }
    if (expires !== undefined && !isDay(expires)) {
      throw new InvalidAcceptance(
        `${where}.expires is ${JSON.stringify(expires)}, which is no day. Write it as YYYY-MM-DD.`,
      );
    }
    return {
      id,
      reason,
      ...(typeof resource === 'string' ? { resource } : {}),
      ...(typeof expires === 'string' ? { expires } : {}),
    };
  });
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
  if (id !== finding.pitfall) return false;
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
