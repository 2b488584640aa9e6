import { hideMarked, MARKED } from '../credentials/marked';
import type { Redaction } from '../credentials/redaction';
import { fileProblem } from '../util/file-error';
import { problemsText, problemText, shownProblem } from '../util/problem-text';
import { UserError, type UserProblem, type UserProblems } from '../util/user-error';

/** Forms in which it is told that something could not be done. */
export const ERROR_FORMATS = ['text', 'json', 'github'] as const;
export type ErrorFormat = (typeof ERROR_FORMATS)[number];

/** How it is told that something could not be done. */
export interface Telling {
  readonly format: ErrorFormat;
  /** Whether the stack of an error is shown that nobody expected. */
  readonly debug: boolean;
  /** What hides secrets. @default - what small programs hide by */
  readonly redaction?: Redaction;
  /** Where an error that nobody expected is reported. @default - nowhere */
  readonly reportTo?: string;
}

/** What the command line and the environment ask for: GitHub's runner says where it runs, and whether it debugs. */
export function tellingOf(args: readonly string[], env: NodeJS.ProcessEnv): Telling {
  const at = args.findIndex((arg) => /^--error-format(=|$)/.test(arg));
  const asked = at < 0 ? undefined : (args[at].split('=')[1] ?? args[at + 1]);
  const format = ERROR_FORMATS.find((known) => known === asked);
  return {
    format: format ?? (env.GITHUB_ACTIONS === 'true' ? 'github' : 'text'),
    debug: args.includes('--debug') || env.RUNNER_DEBUG === '1',
  };
}

/**
 * An error, whatever it is, as text for people, as JSON for programs, or as GitHub shows it beside a run. The only place
 * where errors become what is read.
 */
export function tellFailure(error: unknown, telling: Telling): string {
  const { format, debug, redaction = MARKED, reportTo } = telling;
  const told = problemsOf(error, reportTo);
  if (format === 'json') {
    const stack = debug ? unexpectedStack(error) : undefined;
    const problems = told.problems.map((problem) => shownProblem(problem, redaction));
    return `${JSON.stringify({ heading: told.heading, problems, stack })}\n`;
  }
  const text = `error: ${failureText(error, telling)}\n`;
  return format === 'github' ? text + told.problems.map((problem) => annotation(problem, redaction)).join('') : text;
}

/** An error, whatever it is, in the words for people. */
export function failureText(error: unknown, { debug, redaction = MARKED, reportTo }: Omit<Telling, 'format'>): string {
  const text = problemsText(problemsOf(error, reportTo), redaction);
  const stack = debug ? unexpectedStack(error) : undefined;
  return stack === undefined ? text : `${text}\n${stack}`;
}

/** What is wrong, as far as a user can do something about it. */
export function problemsOf(error: unknown, reportTo?: string): UserProblems {
  if (error instanceof UserError) return error;
  return { problems: [inputProblem(error) ?? unexpectedProblem(error, reportTo)] };
}

/** An error that an input or the file system makes. */
function inputProblem(error: unknown): UserProblem | undefined {
  // the limits of the readers come first; this is what refers to itself in a way that none of them knows
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return {
      subject: 'an input',
      cause: 'refers to itself without an end, or nests too deep to be followed',
      remedy: 'Correct it, then run this again',
    };
  }
  return fileProblem(error, currentFolder());
}

/** The current folder, which somebody may have removed. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/** An error of this program, in one line. */
function unexpectedProblem(error: unknown, reportTo: string | undefined): UserProblem {
  const [first = ''] = String(error).split('\n');
  return {
    subject: 'udp-service',
    cause: `ended by an error of its own (${hideMarked(first).slice(0, 300)})`,
    remedy: `Run it again with --debug${reportTo === undefined ? ', which shows where' : `, and report what it shows at ${reportTo}`}`,
  };
}

/** Where the error was made, or the one below it that nobody expected. */
function unexpectedStack(error: unknown): string | undefined {
  const origin = error instanceof UserError ? error.cause : error;
  const isExpected = origin instanceof UserError || inputProblem(origin) !== undefined;
  if (isExpected || !(origin instanceof Error) || origin.stack === undefined) return undefined;
  return hideMarked(origin.stack);
}

/** GitHub shows the line as an error of the run, beside the step. */
function annotation(problem: UserProblem, redaction: Redaction): string {
  const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const title = escaped(redaction.text(problem.subject)).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::error title=${title}::${escaped(problemText(problem, redaction))}\n`;
}
