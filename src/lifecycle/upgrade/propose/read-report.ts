import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json } from '../../../util/json';
import { Refusal } from '../../../util/refusal';
import type { UpgradeKind } from '../kinds';
import { blockedReport, REPORT_SCHEMA, type UpgradeReport } from '../report';
import { PATCH_FILE, REPORT_FILE } from '../report-files';
import { readLeft } from './patch';

/** A report cannot be one; the message says why. */
export class ReportError extends Refusal {}

const STATES = ['upgraded', 'current', 'blocked', 'failed'] as const;
const MEMBERS = ['schema', 'kind', 'state', 'title', 'body', 'incomplete', 'mergesByItself'];
/** Characters; a body that is longer than GitHub takes is cut when it is shown. */
const LIMITS = { bytes: 2_000_000, title: 1_000, body: 1_000_000 } as const;

/** What another job left. */
export interface Left {
  readonly report: UpgradeReport;
  /** File with the patch; absent where there is none. */
  readonly patch?: string;
}

/**
 * Reads what another job left: every member is looked at, and nothing else is in it.
 *
 * @param url of the run, for whoever wants to see why there is nothing
 * @throws ReportError where it is no report
 */
export function readReport(folder: string, kind: UpgradeKind, url: string): Left {
  const [file, patch] = [join(folder, REPORT_FILE), join(folder, PATCH_FILE)];
  if (existsSync(folder) && !lstatSync(folder).isDirectory()) throw new ReportError(`${folder} is no folder`);
  if (!existsSync(file)) {
    const failed = blockedReport(`the job that upgrades '${kind}' failed`, `See its log: ${url}`);
    return {
      report: { schema: REPORT_SCHEMA, kind, state: 'failed', incomplete: false, mergesByItself: false, ...failed },
    };
  }
  const report = checked(parsed(file), kind);
  return { report, ...(existsSync(patch) ? { patch } : {}) };
}

function parsed(file: string): Json {
  try {
    return JSON.parse(Buffer.from(readLeft(file, LIMITS.bytes), 'latin1').toString('utf8')) as Json;
  } catch (error) {
    throw new ReportError(`${REPORT_FILE} cannot be read (${(error as Error).message.slice(0, 200)})`);
  }
}

function checked(value: Json, kind: UpgradeKind): UpgradeReport {
  if (!isObject(value)) throw new ReportError(`${REPORT_FILE} holds no object`);
  const unknown = Object.keys(value).filter((member) => !MEMBERS.includes(member));
  if (unknown.length > 0)
    throw new ReportError(`${REPORT_FILE} has the member ${JSON.stringify(unknown[0]?.slice(0, 40))}`);
  const { schema, state, title, body, incomplete, mergesByItself } = value;
  if (schema !== REPORT_SCHEMA || value.kind !== kind) {
    const of = JSON.stringify(value.kind)?.slice(0, 40);
    throw new ReportError(
      `${REPORT_FILE} is of ${of} in schema ${JSON.stringify(schema)?.slice(0, 20)}, and '${kind}' in schema ${REPORT_SCHEMA} is expected`,
    );
  }
  const known = STATES.find((one) => one === state);
  if (known === undefined) throw new ReportError(`the state of ${REPORT_FILE} is none of ${STATES.join(', ')}`);
  if (typeof title !== 'string' || title.length > LIMITS.title) {
    throw new ReportError(`the title of ${REPORT_FILE} is no text of at most ${LIMITS.title} characters`);
  }
  if (typeof body !== 'string' || body.length > LIMITS.body) {
    throw new ReportError(`the body of ${REPORT_FILE} is no text of at most ${LIMITS.body} characters`);
  }
  if (typeof incomplete !== 'boolean' || typeof mergesByItself !== 'boolean') {
    throw new ReportError(`${REPORT_FILE} says neither yes nor no where it has to`);
  }
  return { schema: REPORT_SCHEMA, kind, state: known, title, body, incomplete, mergesByItself };
}
