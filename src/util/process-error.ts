import { hideMarked } from '../credentials/marked';
import { UserError, type UserProblem } from './user-error';

/** How the failure of a program is told. */
export interface Wording {
  /** What the program is run for; the command is told beside it. @default - the command alone */
  readonly purpose?: string;
  /** A short name of the command. @default - the whole command */
  readonly subject?: string;
  /** What people call the program. @default - its name */
  readonly title?: string;
  /** What to do where it is missing. */
  readonly install?: string;
  /** What to do about anything else. */
  readonly remedy?: string;
  /**
   * What is told of its output: characters from the end, the last line of its errors (`line`), or nothing, since the user
   * has seen it (`seen`).
   * @default 3000
   */
  readonly tail?: number | 'line' | 'seen';
}

/** How a program ended. */
export type Ending =
  | { readonly kind: 'start'; readonly error: NodeJS.ErrnoException; readonly missingFolder?: string }
  | { readonly kind: 'time'; readonly timeout: number }
  | { readonly kind: 'output'; readonly maxOutput: number }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'signal'; readonly by: NodeJS.Signals }
  | { readonly kind: 'exit'; readonly code: number | null };

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
}

/** As many characters of a failing program's output as help to see the cause. */
const TAIL = 3000;
const NOTHING: Printed = { stdout: '', stderr: '', output: '' };

/**
 * A program that is missing, took too long, was ended by a signal or failed: the command without secrets, the end of what
 * it printed, the cause and the remedy.
 */
export class ProcessError extends UserError {
  /** What the program printed, for callers that know what it means. */
  readonly #printed: Printed;

  public constructor(
    /** The command, without secrets. */
    readonly command: string,
    readonly ending: Ending,
    wording: Wording,
    printed: Printed = NOTHING,
  ) {
    super(problemOf(command, ending, wording, printed));
    this.#printed = printed;
  }

  public get stdout(): string {
    return this.#printed.stdout;
  }

  public get stderr(): string {
    return this.#printed.stderr;
  }

  /** Both streams. */
  public get output(): string {
    return this.#printed.output;
  }

  /** Whether there is no such program. */
  public get isMissing(): boolean {
    return isMissing(this.ending);
  }

  /** The code of a program that ended by itself. */
  public get exitCode(): number | undefined {
    return this.ending.kind === 'exit' ? (this.ending.code ?? undefined) : undefined;
  }
}

function problemOf(command: string, ending: Ending, wording: Wording, { stderr, output }: Printed): UserProblem {
  const { purpose, remedy = REMEDIES[ending.kind], tail = TAIL } = wording;
  const what = causeOf(command, ending, wording);
  const cause = purpose === undefined ? what : `${command} ${what}`;
  const subject = purpose ?? wording.subject ?? command;
  if (isMissing(ending)) return { subject, cause: what, remedy: wording.install ?? remedy };
  if (ending.kind === 'start') return { subject, cause, remedy };
  if (tail === 'seen') return { subject, cause, remedy: wording.remedy ?? 'Its message stands above.' };
  if (tail === 'line') {
    const last = ending.kind === 'exit' ? hideMarked(stderr.trim().split('\n').pop() ?? '') : '';
    // what the program says of itself is the whole cause
    return last === '' ? { subject, cause, remedy } : { subject, cause: last, remedy: wording.remedy };
  }
  return { subject, cause, output: hideMarked(output.slice(-tail).trim()), remedy };
}

/** Whether there is no such program; the system says the same of a folder to run it in. */
function isMissing(ending: Ending): boolean {
  return ending.kind === 'start' && ending.error.code === 'ENOENT' && ending.missingFolder === undefined;
}

function causeOf(command: string, ending: Ending, { title }: Wording): string {
  switch (ending.kind) {
    case 'start': {
      if (ending.missingFolder !== undefined) return `the folder ${ending.missingFolder} is not there`;
      const program = title ?? `the program '${command.split(' ', 1)[0]}'`;
      return isMissing(ending) ? `${program} is not installed` : `could not be started (${ending.error.message})`;
    }
    case 'time':
      return `took longer than ${Math.round(ending.timeout / 1000)} seconds`;
    case 'output':
      return `printed more than ${Math.round(ending.maxOutput / 1024 / 1024)} MiB`;
    case 'interrupted':
      return 'was interrupted';
    case 'signal':
      return `was ended by ${ending.by}`;
    case 'exit':
      return `ended with code ${ending.code}`;
  }
}

/** What to do where the caller knows nothing better. */
const REMEDIES: Readonly<Record<Ending['kind'], string>> = {
  start: 'Install it, and see that it can be run here',
  time: 'Run it again, and see what it waits for',
  output: 'Run it by hand, and see what it prints',
  interrupted: 'Run it again',
  signal: 'See who ended it (a machine without memory does), then run it again',
  exit: 'Run it by hand, and see what it says',
};
