import { ExpectedError } from './expected-error';

/** How Node.js asks a value for what it shows of it; `node:util` itself is not in a browser. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** What is wrong with something that a user can change, and what to do about it. */
export interface UserProblem {
  /** What it is about: an option, a file, a stage, a command. */
  readonly subject: string;
  /** The value that was given; never a secret. */
  readonly value?: unknown;
  readonly cause: string;
  /** The end of what a program printed, where that is the cause. */
  readonly output?: string;
  /** What to do; absent where the cause says it. */
  readonly remedy?: string;
  /** ID of the pitfall (docs/pitfalls.md). */
  readonly pitfall?: string;
}

/**
 * The one error for what a user, or a program outside, can do something about. Nobody needs to see where in the program it
 * was noticed: Node.js and projen show its text alone, so that what helps is the last thing a user sees.
 */
export class UserError extends ExpectedError {
  readonly #problems: readonly UserProblem[];

  /** @param text of the whole, where several problems are told together */
  public constructor(problem: UserProblem | readonly UserProblem[], text?: string) {
    const problems = [problem].flat() as readonly UserProblem[];
    super(text ?? problems.map(problemText).join('\n'));
    this.name = new.target.name;
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

/** A problem in a sentence or two: the subject, the cause, the remedy. */
export function problemText({ subject, value, cause, output, remedy, pitfall }: UserProblem): string {
  const what = value === undefined ? subject : `${subject} ${shown(value)}`;
  const why = `${what}: ${cause}${pitfall === undefined ? '' : ` (${pitfall})`}`;
  if (output !== undefined && output !== '') return `${why}\n${output}${remedy === undefined ? '' : `\n${remedy}`}`;
  return [sentence(why), ...(remedy === undefined ? [] : [sentence(remedy)])].join(' ');
}

/** A word stands for itself; anything else is quoted, so that its beginning and end are seen. */
function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w./@:+-]+$/.test(value) ? value : JSON.stringify(value);
}

/** With a full stop, unless the text ends with a sign of its own. */
function sentence(text: string): string {
  return /[.!?:…]$|\n$/.test(text) ? text : `${text}.`;
}
