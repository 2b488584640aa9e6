import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import { expressions } from './actions-libraries';

/** A workflow file as GitHub reads it; only what tests look at is typed. */
export interface Workflow {
  readonly name?: string;
  readonly on: string | readonly string[] | Readonly<Record<string, TriggerSettings | null>>;
  readonly permissions?: Permissions;
  readonly env?: Scalars;
  readonly defaults?: { readonly run?: { readonly shell?: string; readonly 'working-directory'?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface TriggerSettings {
  readonly inputs?: Readonly<Record<string, Input>>;
  /** Of a reusable workflow. */
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly secrets?: Readonly<Record<string, unknown>>;
}

export interface Input {
  readonly default?: Scalar;
  readonly type?: string;
  readonly required?: boolean;
  readonly options?: readonly string[];
}

export interface Job {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Scalars;
  readonly needs?: string | readonly string[];
  readonly if?: Scalar;
  readonly permissions?: Permissions;
  readonly 'timeout-minutes'?: Scalar;
  readonly environment?: string | { readonly name: string; readonly url?: string; readonly deployment?: boolean };
  readonly concurrency?: string | { readonly group: string; readonly 'cancel-in-progress'?: Scalar };
  readonly 'runs-on'?: Scalar | readonly Scalar[];
  readonly env?: Scalars;
  readonly defaults?: Workflow['defaults'];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix?: string | Readonly<Record<string, unknown>>; readonly 'fail-fast'?: Scalar };
  readonly steps?: readonly Step[];
  readonly 'continue-on-error'?: Scalar;
}

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: Scalar;
  readonly uses?: string;
  readonly with?: Scalars;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Scalars;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: Scalar;
}

export type Scalar = string | number | boolean;
export type Scalars = Readonly<Record<string, Scalar>>;
export type Permissions = string | Readonly<Record<string, string>>;

/** A reference of an expression into a context: `steps.out.outputs.url` is `['steps', 'out', 'outputs', 'url']`. */
export type Reference = readonly string[];

/** Parses a workflow; a file that is no YAML mapping throws. */
export function parseWorkflow(content: string): Workflow {
  const document = parseDocument(content);
  if (document.errors.length > 0 || !isMap(document.contents)) {
    throw new Error(`Not a workflow: ${document.errors[0]?.message ?? 'no mapping at the top level'}`);
  }
  return document.toJS() as Workflow;
}

/** Names of the events that start the workflow. */
export function triggers(workflow: Workflow): readonly string[] {
  if (typeof workflow.on === 'string') {
    return [workflow.on];
  }
  return Array.isArray(workflow.on) ? (workflow.on as readonly string[]) : Object.keys(workflow.on);
}

/** Settings of one trigger, empty where it has none. */
export function trigger(workflow: Workflow, name: string): TriggerSettings {
  const on = workflow.on as Readonly<Record<string, TriggerSettings | null>>;
  return (typeof workflow.on === 'object' && !Array.isArray(workflow.on) && on[name]) || {};
}

/** IDs of the jobs that a job waits for. */
export function needsOf(job: Job): readonly string[] {
  return typeof job.needs === 'string' ? [job.needs] : (job.needs ?? []);
}

/** Every `uses:` of the file with the comment behind it. */
export function usesWithComments(content: string): readonly { uses: string; comment: string }[] {
  const found: { uses: string; comment: string }[] = [];
  visit(parseDocument(content), {
    Pair(_, pair) {
      if (isPair(pair) && isScalar(pair.key) && pair.key.value === 'uses' && isScalar(pair.value)) {
        found.push({ uses: String(pair.value.value), comment: (pair.value.comment ?? '').trim() });
      }
    },
  });
  return found;
}

const EXPRESSION = /\$\{\{((?:'(?:[^']|'')*'|(?!\}\})[^'])*)\}\}/g;

/** The expressions of a text, without their braces. */
export function expressionsIn(text: string): readonly string[] {
  return [...text.matchAll(EXPRESSION)].map((match) => match[1].trim());
}

/** Replaces each expression of a text. */
export function replaceExpressions(text: string, replacement: (expression: string, whole: string) => string): string {
  return text.replace(EXPRESSION, (whole, expression: string) => replacement(expression.trim(), whole));
}

/** The expressions of a value of any depth; an `if` is one even without braces. */
export function expressionsOf(value: unknown, key?: string): readonly string[] {
  if (typeof value === 'string') {
    return key === 'if' && !value.includes('${{') ? [value] : expressionsIn(value);
  }
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([name, member]) => expressionsOf(member, name));
  }
  return [];
}

/** The context references of an expression; none where it is malformed, which the linters report. */
export function referencesIn(expression: string): readonly Reference[] {
  const tokens = tokensOf(expression);
  const lexeme = (index: number) => tokens[index]?.lexeme ?? '';
  const isName = (index: number) => /^[A-Za-z_]/.test(lexeme(index)) && !/^(true|false|null)$/.test(lexeme(index));
  const found: Reference[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (!isName(i) || lexeme(i + 1) === '(') {
      continue;
    }
    const path = [lexeme(i)];
    for (;;) {
      if (lexeme(i + 1) === '.') {
        path.push(lexeme(i + 2));
        i += 2;
      } else if (lexeme(i + 1) === '[' && lexeme(i + 2).startsWith("'") && lexeme(i + 3) === ']') {
        path.push(
          lexeme(i + 2)
            .slice(1, -1)
            .replaceAll("''", "'"),
        );
        i += 3;
      } else {
        break;
      }
    }
    found.push(path);
  }
  return found;
}

function tokensOf(expression: string): readonly { readonly lexeme: string }[] {
  try {
    return new (expressions().Lexer)(expression).lex().tokens;
  } catch {
    return [];
  }
}
