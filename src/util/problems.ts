import { SCANNED } from '../credentials/redact';
import { UserError, type UserProblem } from './user-error';

/** What is wrong with one option, and what to do about it; the subject is its path: `stages[prod].network.vpcId`. */
export interface Problem extends UserProblem {
  readonly value: unknown;
  readonly remedy: string;
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
    const same = ({ subject, cause }: Problem) => subject === problem.subject && cause === problem.cause;
    if (!this.all.some((known) => same(known) && known.value === problem.value)) this.all.push(problem);
  }

  /** Adds the problem unless the condition holds; says whether it holds. */
  public require(condition: boolean, problem: Problem): boolean {
    if (!condition) this.add(problem);
    return condition;
  }

  /** @throws UserError that names every problem, when there is any */
  public throwIfAny(): void {
    if (this.all.length > 0) throw optionsError(this.all);
  }
}

/** The options cannot become a service. */
export function optionsError(problems: readonly Problem[]): UserError {
  const count = problems.length === 1 ? 'An option is invalid' : `${problems.length} options are invalid`;
  return new UserError(problems, { heading: `${count}; no file was written.`, redaction: SCANNED });
}
