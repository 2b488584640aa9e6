import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expressions } from '../actions-libraries';
import { replaceExpressions } from '../workflow-model';

/** Plain data that an expression can read. */
export type ContextData = Readonly<Record<string, unknown>>;

/** How the steps or jobs before an `if` ended. */
export interface StatusSoFar {
  readonly failed: boolean;
  readonly cancelled: boolean;
}

interface Scope {
  readonly context: ContextData;
  readonly status: StatusSoFar;
  /** Checkout of the job, for `hashFiles`. */
  readonly workspace?: string;
}

const STATUS_FUNCTION = /\b(always|success|failure|cancelled)\s*\(/;

/** Evaluates one expression with GitHub's own evaluator. */
export function evaluate(expression: string, scope: Scope): unknown {
  const { Lexer, Parser, Evaluator, data } = expressions();
  const { failed, cancelled } = scope.status;
  const answer = (name: string, value: boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  });
  const functions = [
    answer('always', true),
    answer('success', !failed && !cancelled),
    answer('failure', failed),
    answer('cancelled', cancelled),
    {
      name: 'hashFiles',
      minArgs: 1,
      maxArgs: 255,
      call: (...patterns: { coerceString(): string }[]) =>
        new data.StringData(
          hashFiles(
            scope.workspace,
            patterns.map((pattern) => pattern.coerceString()),
          ),
        ),
    },
  ];
  const root = JSON.parse(JSON.stringify(scope.context), data.reviver) as InstanceType<typeof data.Dictionary>;
  const tree = new Parser(new Lexer(expression).lex().tokens, Object.keys(scope.context), functions).parse();
  const byName = new Map(functions.map((definition) => [definition.name.toLowerCase(), definition]));
  return JSON.parse(JSON.stringify(new Evaluator(tree, root, byName).evaluate(), data.replacer));
}

/** A text with its expressions replaced by their values. */
export function interpolate(text: string, scope: Scope): string {
  return replaceExpressions(text, (expression) => asText(evaluate(expression, scope)));
}

/** Interpolates every text of a value; a text that is one expression becomes that expression's value. */
export function interpolateDeep(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const whole = value.trim().match(/^\$\{\{((?:(?!\}\}).)*)\}\}$/s);
    return whole ? evaluate(whole[1].trim(), scope) : interpolate(value, scope);
  }
  if (Array.isArray(value)) {
    return value.map((member) => interpolateDeep(member, scope));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, interpolateDeep(member, scope)]));
  }
  return value;
}

/** An `if`: without a status function it holds only after success, as GitHub reads it. */
export function holds(condition: string | number | boolean | undefined, scope: Scope): boolean {
  const text = String(condition ?? true)
    .trim()
    .replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const whole = STATUS_FUNCTION.test(text) ? text : `success() && (${text})`;
  return truthy(evaluate(whole, scope));
}

/** A value as it appears in a text. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function truthy(value: unknown): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

function hashFiles(workspace: string | undefined, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    if (/[*?]/.test(path)) {
      throw new Error(`hashFiles('${path}'): the test runner reads plain paths only`);
    }
    hash.update(readFileSync(join(workspace ?? '.', path)));
  }
  return hash.digest('hex');
}
