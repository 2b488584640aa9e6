import { join, sep } from 'node:path';
import { SCANNED } from '../credentials/redact';
import { shownProblem } from '../util/problem-text';
import { leaveProblems } from '../util/told-problems';
import { UserError } from '../util/user-error';
import { ExitCode } from './exit';
import { problemsOf, tellFailure } from './failure';
import { ISSUES } from './issues';
import { inCommandsOfRepository } from './repository-words';

const PACKAGE = join(__dirname, '..', '..') + sep;

/**
 * Tells why a synth ended, in the process that runs `.projenrc.ts`, where anything can be thrown: by this package, by
 * projen and by the options themselves.
 *
 * @returns the exit code
 */
export function tellSynthFailure(error: unknown, env: NodeJS.ProcessEnv): ExitCode {
  const told = isOurs(error) ? error : foreign(error);
  const format = env.GITHUB_ACTIONS === 'true' ? 'github' : 'text';
  // projen's own switch: `npx projen --debug`
  const debug = env.DEBUG === 'true' || env.RUNNER_DEBUG === '1';
  process.stderr.write(
    inCommandsOfRepository(tellFailure(told, { format, debug, redaction: SCANNED, reportTo: ISSUES })),
  );
  if (told instanceof UserError && told === error) {
    const { heading, problems } = problemsOf(told, ISSUES);
    leaveProblems({ heading, problems: problems.map((problem) => shownProblem(problem, SCANNED)) });
  }
  return ExitCode.USAGE;
}

/** Whether the error was made in this package; what has no place is of the system below it. */
function isOurs(error: unknown): boolean {
  if (error instanceof UserError || !(error instanceof Error)) return true;
  const place = placeOf(error);
  return place === undefined || place.startsWith(PACKAGE);
}

/** An error of `.projenrc.ts`, or of a library that it calls: its message is for whoever wrote that. */
function foreign(error: unknown): UserError {
  const { name, message } = error as Error;
  const [first = '', ...rest] = message.split('\n');
  const place = placeOf(error as Error)?.replace(process.cwd() + sep, '') ?? '.projenrc.ts';
  return new UserError(
    {
      subject: place,
      cause: name === 'Error' ? first : `${name}: ${first}`,
      output: rest.join('\n').trim(),
      remedy: 'Correct it; `npx projen --debug` shows the stack.',
    },
    { cause: error },
  );
}

/** The file and line in which an error was made, Node's own left out. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n');
  const found = frames.map((frame) => /(?:\(|at |file:\/\/)(\/[^()]+?|[A-Za-z]:\\[^()]+?):(\d+):\d+\)?$/.exec(frame));
  const [, file, line] = found.find((match) => match !== null) ?? [];
  return file === undefined ? undefined : `${file}:${line}`;
}
