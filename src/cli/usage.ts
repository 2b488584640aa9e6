import type { CommanderError } from 'commander';

/** Ends the program after a message of commander's: with 0 after help, else with 2, so that 1 means a failure. */
export function exitOnUsage({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 ? 0 : 2);
}
