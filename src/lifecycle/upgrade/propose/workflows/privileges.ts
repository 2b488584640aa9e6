import { isObject, type Json, type JsonObject } from '../../../../util/json';

/** Levels of a permission, in their order. */
const LEVELS = ['none', 'read', 'write'];

/** What a job can do, as its workflow grants it. */
export interface Privileges {
  /** Levels by the name of the permission; `all` where the workflow does not limit them one by one. */
  readonly permissions: ReadonlyMap<string, string>;
  /** Secrets that it names. */
  readonly secrets: ReadonlySet<string>;
  /** Whether it reads secrets without naming them. */
  readonly anySecret: boolean;
  readonly environment?: Json;
}

/** An expression; what it quotes may hold brackets, and one that is not closed is one. */
const EXPRESSION = /\$\{\{((?:'(?:[^']|'')*'|(?!\}\})[\s\S])*)(?:\}\}|$)/g;

/** The privileges of a job of a workflow. */
export function privilegesOf(workflow: JsonObject, job: JsonObject): Privileges {
  const granted = job.permissions === undefined ? workflow.permissions : job.permissions;
  const expressions = [...expressionsIn(job), ...expressionsIn({ env: workflow.env ?? null })];
  const { names, any } = secretsIn(expressions);
  return {
    permissions: permissionsOf(granted),
    secrets: names,
    anySecret: any || job.secrets !== undefined,
    ...(job.environment !== undefined && { environment: job.environment }),
  };
}

function permissionsOf(granted: Json | undefined): Map<string, string> {
  if (isObject(granted)) return new Map(Object.entries(granted).map(([name, level]) => [name, String(level)]));
  if (granted === 'read-all') return new Map([['all', 'read']]);
  // `write-all`, and what the settings of the repository say where nothing is said here
  return new Map([['all', 'write']]);
}

/** What one has and the other has not, in words. */
export function moreThan(fresh: Privileges, allowed: readonly Privileges[]): string[] {
  const level = (name: string): number =>
    Math.max(
      0,
      ...allowed.map(({ permissions }) => LEVELS.indexOf(permissions.get(name) ?? permissions.get('all') ?? 'none')),
    );
  const permissions = [...fresh.permissions]
    .filter(([name, value]) => LEVELS.indexOf(value) < 0 || LEVELS.indexOf(value) > level(name))
    .map(([name, value]) => `has the permission ${name}: ${value}`);
  const secrets = [...fresh.secrets]
    .filter((name) => allowed.every((one) => !one.secrets.has(name)))
    .map((name) => `reads the secret ${name}`);
  return [...permissions, ...secrets, ...(fresh.anySecret ? ['reads secrets that it does not name'] : [])];
}

/** Whether a job can do anything that another one cannot. */
export function isPrivileged(one: Privileges, harmless: Privileges): boolean {
  return one.environment !== undefined || moreThan(one, [harmless]).length > 0;
}

function expressionsIn(value: Json): string[] {
  if (typeof value === 'string') return [...value.matchAll(EXPRESSION)].map(([, inner]) => inner as string);
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...expressionsIn(key),
    ...(key === 'if' && typeof inner === 'string' ? [inner] : []),
    ...expressionsIn(inner),
  ]);
}

function secretsIn(expressions: readonly string[]): { readonly names: Set<string>; readonly any: boolean } {
  const names = new Set<string>();
  let any = false;
  for (const expression of expressions) {
    const text = expression.replace(/'(?:[^']|'')*'/g, "''");
    for (const [, name] of text.matchAll(/(?<![\w.-])secrets\b\s*(?:\.\s*([A-Za-z_][\w-]*))?/gi)) {
      if (name === undefined || /secrets\s*\.\s*\w+\s*[[*]/i.test(text)) any = true;
      else names.add(name.toUpperCase());
    }
  }
  return { names, any };
}
