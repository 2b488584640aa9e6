import { blocks } from '../model/levels';
import { isObject } from '../util/json';
import { parseJsonText } from '../util/json-text';
import { UserError } from '../util/user-error';
import type { Finding } from './model';

/** A finding that somebody means, and stands for until a day. */
export interface Acknowledgement {
  readonly fingerprint: string;
  readonly reason: string;
  /** Last day (UTC) on which it holds, as `YYYY-MM-DD`. */
  readonly expires: string;
}

/** A finding, with the acknowledgement that lets it pass. */
export interface JudgedFinding extends Finding {
  readonly acknowledged?: Acknowledgement;
}

export interface Judgement {
  readonly findings: readonly JudgedFinding[];
  /** Acknowledgements that name a finding, but too late. */
  readonly expired: readonly Acknowledgement[];
  /** Acknowledgements that name nothing that was found. */
  readonly unmatched: readonly Acknowledgement[];
  /** Whether every finding that needs an acknowledgement has one. */
  readonly passed: boolean;
}

export function parseAcknowledgements(text: string, file: string): Acknowledgement[] {
  let value: unknown;
  try {
    value = parseJsonText(text);
  } catch (error) {
    throw new UserError({ subject: file, cause: (error as Error).message, remedy: 'Correct it; see docs/impact.md' });
  }
  if (!isObject(value) || !Array.isArray(value.acknowledgements)) {
    throw new UserError({
      subject: file,
      cause: 'has no list "acknowledgements"',
      remedy: 'Write {"acknowledgements": [{"fingerprint", "reason", "expires"}]}',
    });
  }
  return value.acknowledgements.map((entry, index) => {
    const { fingerprint, reason, expires } = isObject(entry) ? entry : {};
    const at = `${file}: acknowledgements[${index}]`;
    if (typeof fingerprint !== 'string' || !/^[0-9a-f]{16}$/.test(fingerprint)) {
      throw new UserError({
        subject: `${at}.fingerprint`,
        cause: `${JSON.stringify(fingerprint)} is no fingerprint`,
        remedy: 'Copy the 16 digits of the finding',
      });
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new UserError({ subject: `${at}.reason`, cause: 'is empty', remedy: 'Say why the finding is meant' });
    }
    if (typeof expires !== 'string' || !isDay(expires)) {
      throw new UserError({
        subject: `${at}.expires`,
        cause: `${JSON.stringify(expires)} is no day`,
        remedy: 'Write the last day as YYYY-MM-DD',
      });
    }
    return { fingerprint, reason, expires };
  });
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** Lets pass what is acknowledged; `today` is a day in UTC. */
export function judge(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  today: string,
): Judgement {
  const valid = acknowledgements.filter(({ expires }) => expires >= today);
  const judged = findings.map((item): JudgedFinding => {
    const acknowledged = blocks(item.level)
      ? valid.find(({ fingerprint }) => fingerprint === item.fingerprint)
      : undefined;
    return acknowledged === undefined ? item : { ...item, acknowledged };
  });
  const found = new Set(findings.filter(({ level }) => blocks(level)).map(({ fingerprint }) => fingerprint));
  return {
    findings: judged,
    expired: acknowledgements.filter(({ expires, fingerprint }) => expires < today && found.has(fingerprint)),
    unmatched: acknowledgements.filter(({ fingerprint }) => !found.has(fingerprint)),
    passed: judged.every(({ level, acknowledged }) => !blocks(level) || acknowledged !== undefined),
  };
}
