import { redact, redactMessage } from '../credentials/redact';

/** How Node.js asks a value for what it shows of it; `node:util` itself is not in a browser. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** What is wrong with one option, and what to do about it. */
export interface Problem {
  /** Path of the option, for example `stages[prod].network.vpcId`. */
  readonly option: string;
  /** The value that was given. */
  readonly value: unknown;
  readonly cause: string;
  readonly remedy: string;
  /** ID of the pitfall that the value would lead into (docs/pitfalls.md). */
  readonly pitfall?: string;
}

/** Collects problems, so that a user sees all of them at once. */
export class Problems {
  public readonly all: Problem[] = [];
  private readonly warned = new Set<string>();

  /** What the user should know although it can be done; the same once. */
  public get warnings(): readonly string[] {
    return [...this.warned];
  }

  public warn(warning: string): void {
    this.warned.add(warning);
  }

  /** Adds a problem; the same one of several stages, which share the option, once. */
  public add(problem: Problem): void {
    const same = ({ option, cause }: Problem) => option === problem.option && cause === problem.cause;
    if (!this.all.some((known) => same(known) && known.value === problem.value)) this.all.push(problem);
  }

  /** Adds the problem unless the condition holds; says whether it holds. */
  public require(condition: boolean, problem: Problem): boolean {
    if (!condition) this.add(problem);
    return condition;
  }

  /** @throws OptionsError when there is any problem */
  public throwIfAny(): void {
    if (this.all.length > 0) throw new OptionsError(this.all);
  }
}

/**
 * An error of the user's world, which its message tells whole.
 *
 * Commands print an error in different ways: its stack, or what Node shows of it. Both are the message alone here, so
 * that what helps is the last thing a user sees.
 */
export class MessageError extends Error {
  public constructor(message: string) {
    super(message);
    this.stack = this.message;
  }

  public [INSPECT](): string {
    return this.message;
  }
}

/** The options cannot become a service. */
export class OptionsError extends MessageError {
  readonly #problems: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    super(describe(problems));
    this.#problems = problems;
  }

  public get problems(): readonly Problem[] {
    return this.#problems;
  }
}

function describe(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'An option is invalid' : `${problems.length} options are invalid`;
  const lines = [`${count}; no file was written.`];
  for (const { option, value, cause, remedy, pitfall } of problems) {
    const { shown, hidden } = redact(option, value);
    lines.push(
      '',
      `  ${redactMessage(option)}: ${shown}`,
      `    cause:  ${redactMessage(cause, hidden)}${pitfall ? ` (${pitfall})` : ''}`,
      `    remedy: ${redactMessage(remedy, hidden)}`,
    );
  }
  return lines.join('\n');
}
