import { redact, redactMessage } from '../../credentials/redact';
import type { Problems } from '../../util/problems';

/** Where a path below a stage was given: in the stage itself, or for all stages. */
export type Scope = (path: string) => string;

/** Adds problems whose options lie below one path; the small vocabulary of checks that the groups share. */
export class Checks {
  public constructor(
    private readonly problems: Problems,
    private readonly scope: Scope = (path) => path,
    private readonly path = '',
  ) {}

  public at(key: string): Checks {
    return new Checks(this.problems, this.scope, this.join(key));
  }

  public refuse(key: string, value: unknown, cause: string, remedy: string, pitfall?: string): void {
    this.problems.add({ subject: this.option(key), value, cause, remedy, pitfall });
  }

  /** Says something that the user should know, and goes on. */
  public warn(key: string, value: unknown, warning: string): void {
    const { shown, hidden } = redact(this.option(key), value);
    this.problems.warn(`${this.option(key)}: ${shown}: ${redactMessage(warning, hidden)}`);
  }

  /** A whole number between two bounds, which are part of the range. */
  public integer(key: string, value: number, minimum: number, maximum: number, unit = ''): number {
    if (!Number.isInteger(value) || value < minimum || value > maximum) {
      this.refuse(
        key,
        value,
        `not a whole number from ${minimum} to ${maximum}${unit}`,
        `Give a whole number from ${minimum} to ${maximum}.`,
      );
    }
    return value;
  }

  /** A text of a certain form; `form` describes it to a person. */
  public text(key: string, value: string, pattern: RegExp, form: string, example: string): string {
    if (!pattern.test(value)) this.refuse(key, value, `not ${form}`, `Give ${form}, for example '${example}'.`);
    return value;
  }

  /** Names that occur once in a list. */
  public unique(
    key: string,
    names: readonly (string | number)[],
    cause: string,
    remedy: string,
    pitfall?: string,
  ): void {
    for (const name of new Set(names.filter((candidate, index) => names.indexOf(candidate) !== index))) {
      this.refuse(key, name, cause, remedy, pitfall);
    }
  }

  /** Exactly one of the members of a group, or at most one where none is needed. */
  public exclusive(group: object, keys: readonly string[], atLeastOne: boolean): void {
    const given = keys.filter((key) => (group as Record<string, unknown>)[key] !== undefined);
    const list = keys.map((key) => `'${key}'`).join(', ');
    if (given.length > 1) {
      this.refuse(
        given[1],
        (group as Record<string, unknown>)[given[1]],
        `'${given[0]}' is given too, and the two exclude each other`,
        `Give one of ${list}.`,
      );
    }
    if (given.length === 0 && atLeastOne) {
      this.refuse(keys[0], undefined, `none of ${list} is given`, `Give one of ${list}.`);
    }
  }

  private option(key: string): string {
    return this.scope(this.join(key));
  }

  private join(key: string): string {
    return this.path && key ? `${this.path}.${key}` : this.path || key;
  }
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
export const IPV4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}$`);
export const IPV4_CIDR = new RegExp(`^${OCTET}(\\.${OCTET}){3}/(3[0-2]|[12]?\\d)$`);

/** What stands for an ID that CloudFormation reads from SSM Parameter Store at deployment. */
const PARAMETER = /^ssm:\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;

/** The ID of an existing resource, or the name of a parameter that holds it. */
export function checkReference(
  checks: Checks,
  key: string,
  value: string,
  pattern: RegExp,
  form: string,
  example: string,
): string {
  return value.startsWith('ssm:')
    ? checks.text(key, value, PARAMETER, "'ssm:' and the name of a parameter", 'ssm:/network/vpc-id')
    : checks.text(key, value, pattern, `${form} or 'ssm:' and the name of a parameter`, example);
}

const KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[0-9a-zA-Z-]+$/;

/** The ARN of a KMS key, or the name of a parameter that holds it; returns the region of a key that is named. */
export function checkKeyArn(checks: Checks, key: string, arn: string): string | undefined {
  const example = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
  checkReference(checks, key, arn, KEY_ARN, 'the ARN of a KMS key', example);
  return KEY_ARN.exec(arn)?.[1];
}

const HEX = '[0-9a-f]{8,17}';
export const PREFIX_LIST = new RegExp(`^pl-${HEX}$`);
export const SECURITY_GROUP = new RegExp(`^sg-${HEX}$`);

export function checkPrefixLists(checks: Checks, key: string, ids: readonly string[] = []): readonly string[] {
  for (const id of ids)
    checkReference(checks, key, id, PREFIX_LIST, 'the ID of a managed prefix list', 'pl-0123456789abcdef0');
  return ids;
}

export function checkSecurityGroups(checks: Checks, key: string, ids: readonly string[] = []): readonly string[] {
  for (const id of ids)
    checkReference(checks, key, id, SECURITY_GROUP, 'the ID of a security group', 'sg-0123456789abcdef0');
  return ids;
}

export function checkCidrs(checks: Checks, key: string, cidrs: readonly string[] = []): readonly string[] {
  for (const cidr of cidrs) checks.text(key, cidr, IPV4_CIDR, 'an IPv4 CIDR block', '203.0.113.0/24');
  return cidrs;
}
