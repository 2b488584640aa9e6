import { shownCommand } from '../../credentials/marked';
import { type ProcessCommand, runInteractive, runProcess, startFailure } from '../../util/process';

/** How a package manager is run in a folder. */
export interface PackageManagerRun {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** What is installed, for the message. */
  readonly label: string;
}

/** Installs the packages of a folder by a command of its package manager. */
export async function installPackages(command: ProcessCommand, run: PackageManagerRun): Promise<void> {
  const { label, ...options } = run;
  await runProcess(command, {
    ...options,
    purpose: `${label}: install failed`,
    remedy: `Make \`${command.join(' ')}\` work at that commit`,
  });
}

/** Runs a program of an installed package before the eyes of the user, with its command above what it says. */
export async function runVisibly(command: ProcessCommand): Promise<void> {
  process.stdout.write(`> ${shownCommand(command)}\n`);
  await runInteractive(command);
}

/** Runs a program of an installed package, or an install, before the eyes of the user. */
export function runPackageManager(
  command: ProcessCommand,
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly remedy?: string } = {},
): Promise<void> {
  return runInteractive(command, options);
}

/** Why a package manager cannot be started on this machine; nothing where it can. */
export function packageManagerProblem(program: string): string | undefined {
  return startFailure([program, '--version']);
}
