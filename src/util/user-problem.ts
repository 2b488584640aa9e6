/** What is wrong with something that a user can change, and what to do about it. */
export interface UserProblem {
  /** What it is about: an option, a file, a stage, a command. */
  readonly subject: string;
  /** The value that was given, as it was given; who renders it hides what is or may be a secret. */
  readonly value?: unknown;
  readonly cause: string;
  /** What shows the cause: the end of what a program printed, the lines that differ. */
  readonly output?: string;
  /** What to do; absent where the cause says it. */
  readonly remedy?: string;
  /** ID of the pitfall (docs/pitfalls.md). */
  readonly pitfall?: string;
}

/** Several problems that are told together. */
export interface UserProblems {
  /** What is the matter with all of them: `2 options are invalid; no file was written.` */
  readonly heading?: string;
  readonly problems: readonly UserProblem[];
}
