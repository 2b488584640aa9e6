import { environment, environmentWithoutSecrets } from '../../impact/source/synthesize';
import { runProcess } from '../../util/process';

/** How a program is run. */
export interface ProgramOptions {
  /** What it does, for the message when it fails. */
  readonly purpose: string;
  readonly remedy: string;
  /**
   * Whether it gets the secrets of this process, as a package manager that asks a registry does. Code of the repository
   * and of its dependencies never does.
   * @default false
   */
  readonly secrets?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** Characters from the end of what it printed that are told when it fails. @default 3000 */
  readonly tail?: number;
}

/** Runs a program in the repository to its end and returns what it printed. */
export type RunProgram = (command: readonly string[], options: ProgramOptions) => Promise<string>;

/** Longest time for one step: an install with an empty cache, a synth of many stages. */
const TIMEOUT_MS = 20 * 60_000;

/** Runs programs of a repository as a person at a terminal does, not as an automation whose lockfile must not change. */
export function programsIn(directory: string, signal: AbortSignal): RunProgram {
  return async (command, { secrets = false, env, ...wording }) => {
    const { stdout } = await runProcess(command, {
      ...wording,
      cwd: directory,
      env: { ...(secrets ? environment() : environmentWithoutSecrets()), CI: undefined, ...env },
      timeout: TIMEOUT_MS,
      signal,
    });
    return stdout;
  };
}
