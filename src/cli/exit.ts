import { ExpectedError } from '../util/expected-error';

/** Exit codes of every command. */
export enum ExitCode {
  OK = 0,
  /** The command found what it looks for. */
  FINDING = 1,
  /** The command line or an input cannot be used. */
  USAGE = 2,
}

/** A command line or an input that cannot be used; the message names the value, the cause and the remedy. */
export class UsageError extends ExpectedError {}
