import { hideMarked } from '../credentials/marked';
import { ExpectedError } from '../util/expected-error';
import { fileProblem } from '../util/file-error';
import { problemText, UserError, type UserProblem } from '../util/user-error';

/** Forms in which a command tells why it could not do its work. */
export const ERROR_FORMATS = ['text', 'json', 'github'] as const;
export type ErrorFormat = (typeof ERROR_FORMATS)[number];

/** How a command tells why it could not do its work. */
export interface Telling {
  readonly format: ErrorFormat;
  /** Whether the stack of an error is shown that nobody expected. */
  readonly debug: boolean;
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

/** An error, whatever it is, as text for people, as JSON for programs, or as GitHub shows it beside a run. */
export function tellFailure(error: unknown, { format, debug }: Telling): string {
  const problems = problemsOf(error);
  if (format === 'json') {
    const stack = debug ? unexpectedStack(error) : undefined;
    return `${JSON.stringify({ problems: problems.map(asJson), stack })}\n`;
  }
  const text = failureText(error, debug);
  return format === 'github' ? `error: ${text}\n${problems.map(annotation).join('')}` : `error: ${text}\n`;
}

/** An error, whatever it is, in the words for people. */
export function failureText(error: unknown, debug: boolean): string {
  const stack = debug ? unexpectedStack(error) : undefined;
  const text = error instanceof ExpectedError ? error.message : problemsOf(error).map(problemText).join('\n');
  return stack === undefined ? text : `${text}\n${stack}`;
}

/** What is wrong, as far as a user can do something about it. */
export function problemsOf(error: unknown): readonly UserProblem[] {
  if (error instanceof UserError) return error.problems;
  if (error instanceof ExpectedError) return [{ subject: 'udp-service', cause: error.message }];
  return [inputProblem(error) ?? unexpectedProblem(error)];
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
  return fileProblem(error, process.cwd());
}

/** An error of this program, in one line. */
function unexpectedProblem(error: unknown): UserProblem {
  const [first = ''] = String(error).split('\n');
  return {
    subject: 'udp-service',
    cause: `ended by an error of its own (${hideMarked(first).slice(0, 300)})`,
    remedy: 'Run it again with --debug, and report what it shows',
  };
}

function unexpectedStack(error: unknown): string | undefined {
  const isExpected = error instanceof ExpectedError || inputProblem(error) !== undefined;
  if (isExpected || !(error instanceof Error) || error.stack === undefined) return undefined;
  return hideMarked(error.stack);
}

function asJson({ subject, value, cause, output, remedy, pitfall }: UserProblem): UserProblem {
  return { subject, value, cause, output, remedy, pitfall };
}

/** GitHub shows the line as an error of the run, beside the step. */
function annotation(problem: UserProblem): string {
  const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const title = escaped(problem.subject).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::error title=${title}::${escaped(problemText(problem))}\n`;
}
