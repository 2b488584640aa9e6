import { MARKED } from '../credentials/marked';
import type { Redaction } from '../credentials/redaction';
import { problemsText } from './problem-text';
import type { UserProblem, UserProblems } from './user-problem';

export type { UserProblem, UserProblems } from './user-problem';

/** By which Node.js asks what to show of an object; its own module is none of a browser's. */
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** What is told with the problems of an error. */
export interface Telling {
  /** What is the matter with all of them, where they are a list. */
  readonly heading?: string;
  /** What went wrong below, where that is an error nobody expected. */
  readonly cause?: unknown;
  /** What hides secrets in its message. @default - what small programs hide by */
  readonly redaction?: Redaction;
}

/**
 * The one error for what a user, or a program outside, can do something about. It carries data, which the edge renders
 * (`src/cli/failure.ts`). Where something else shows it, as Node.js and projen do, it shows the same text, and nobody
 * needs to see where in the program it was noticed: what helps is the last thing a user sees.
 */
export class UserError extends Error implements UserProblems {
  public readonly heading?: string;
  readonly #problems: readonly UserProblem[];

  public constructor(
    problem: UserProblem | readonly UserProblem[],
    { heading, redaction = MARKED, cause }: Telling = {},
  ) {
    const problems = [problem].flat() as readonly UserProblem[];
    super(problemsText({ heading, problems }, redaction), cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.heading = heading;
    this.#problems = problems;
    this.stack = this.message;
  }

  /** The first problem; most errors have one. */
  public get problem(): UserProblem {
    return this.#problems[0];
  }

  public get problems(): readonly UserProblem[] {
    return this.#problems;
  }

  public [INSPECT](): string {
    return this.message;
  }
}

/** The first problem of an error, for a sentence about something else. */
export function shortText({ problem: { subject, cause } }: UserError): string {
  return `${subject}: ${cause}`;
}
