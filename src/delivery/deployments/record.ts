import { Refusal } from '../../util/refusal';
import { DIGEST } from '../digest';

/** The form of a whole commit. */
export const COMMIT = /^[0-9a-f]{40}$/;

/** What began to be deployed to a stage. */
export interface DeploymentStart {
  readonly service: string;
  readonly stage: string;
  /** The commit that the assembly was synthesized from; of a rollback the earlier one. */
  readonly commit: string;
  readonly run: number;
  readonly attempt: number;
  /** The run whose deployment was brought back; absent where the run deployed its own commit. */
  readonly rollbackOf?: number;
  /** When this was written, in ISO 8601. */
  readonly time: string;
  /**
   * The newest commit of the default branch that was deployed until then; another one than `commit` where that is of a
   * topic branch. Absent where none was.
   */
  readonly mainCommit?: string;
}

/** A deployment that ended well: what proves its kept assembly. */
export interface DeploymentRecord extends DeploymentStart {
  /** SHA-256 of the kept tar. */
  readonly digest: string;
  /** Who wrote the commit, as GitHub knows it. */
  readonly author: string;
  /** Who started the run. */
  readonly actor: string;
  /** The image of the application as the template names it, with its version. */
  readonly image: string;
}

/** Where the records of a stage lie in the bucket. */
export function prefixOf(service: string, stage: string): string {
  return `udp-service/${service}/${stage}/`;
}

/** Where it stands what was deployed last, whether or not that ended well. */
export function lastKey(service: string, stage: string): string {
  return `${prefixOf(service, stage)}last.json`;
}

/** Beginning of the keys of the records of a run: one for each attempt. */
export function runPrefix(service: string, stage: string, run: number): string {
  return `${prefixOf(service, stage)}runs/${run}-`;
}

export function recordKey({ service, stage, run, attempt }: DeploymentStart): string {
  return `${runPrefix(service, stage, run)}${attempt}.json`;
}

/** Why a text is no such thing; a record that somebody else wrote under the key of this one counts for nothing. */
export class NoRecord extends Refusal {}

export function readStart(text: string, service: string, stage: string): DeploymentStart {
  const value = fieldsOf(text);
  const start: DeploymentStart = {
    service: textIn(value, 'service'),
    stage: textIn(value, 'stage'),
    commit: textIn(value, 'commit', COMMIT),
    run: numberIn(value, 'run'),
    attempt: numberIn(value, 'attempt'),
    time: textIn(value, 'time', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    ...(value.rollbackOf !== undefined && { rollbackOf: numberIn(value, 'rollbackOf') }),
    ...(value.mainCommit !== undefined && { mainCommit: textIn(value, 'mainCommit', COMMIT) }),
  };
  if (start.service !== service || start.stage !== stage) {
    throw new NoRecord(`it is of the stage ${start.stage} of ${start.service}`);
  }
  return start;
}

export function readDeployment(text: string, service: string, stage: string): DeploymentRecord {
  const value = fieldsOf(text);
  return {
    ...readStart(text, service, stage),
    digest: textIn(value, 'digest', DIGEST),
    author: textIn(value, 'author'),
    actor: textIn(value, 'actor'),
    image: textIn(value, 'image'),
  };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NoRecord('it is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NoRecord('it is no JSON object');
  return value as Record<string, unknown>;
}

function textIn(value: Readonly<Record<string, unknown>>, name: string, form = /^[\s\S]{0,2000}$/): string {
  const text = value[name];
  if (typeof text !== 'string' || !form.test(text)) throw new NoRecord(`its '${name}' is not what it has to be`);
  return text;
}

function numberIn(value: Readonly<Record<string, unknown>>, name: string): number {
  const number = value[name];
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) {
    throw new NoRecord(`its '${name}' is no number of that kind`);
  }
  return number;
}
