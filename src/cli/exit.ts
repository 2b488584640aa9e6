/** Exit codes of every command. */
export enum ExitCode {
  OK = 0,
  /** The command found what it looks for. */
  FINDING = 1,
  /** The command could not do its work: a command line or an input cannot be used, or the program failed. */
  USAGE = 2,
}
