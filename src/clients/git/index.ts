import { ProcessError, runProcess, runProcessSync } from '../../util/process';

/** How long one call may take that nobody waits for in front of a screen. */
const TIMEOUT_MS = 60_000;

/** Settings that nothing in a repository can change: no hook is run, and no name is taken for the folder of git. */
const HARDENED = ['core.hooksPath=/dev/null', 'core.protectHFS=true', 'core.protectNTFS=true', 'core.quotePath=true'];

/** A command of git, for whoever runs it in a way of its own. */
export function gitCommand(...args: readonly string[]): readonly string[] {
  return ['git', ...args];
}

/** The same where what the repository holds is not trusted. */
export function hardenedGitCommand(...args: readonly string[]): readonly string[] {
  return gitCommand(...HARDENED.flatMap((setting) => ['-c', setting]), ...args);
}

/** git of this machine in a folder; it never asks for a password. */
export type Git = (...args: readonly string[]) => Promise<string>;

/** @throws ProcessError with the remedy, told of the folder */
export function gitIn(
  directory: string,
  options: { readonly remedy: string; readonly signal: AbortSignal; readonly timeout?: number },
): Git {
  return async (...args) => {
    const { stdout } = await runProcess(gitCommand(...args), {
      timeout: TIMEOUT_MS,
      ...options,
      cwd: directory,
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
      purpose: directory,
    });
    return stdout;
  };
}

/** What git prints in a folder, where a caller cannot wait; nothing where it fails: no repository, no such commit or file. */
export function gitAnswer(
  directory: string,
  args: readonly string[],
  options: { readonly input?: string; readonly timeout?: number } = {},
): Buffer | undefined {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
  try {
    return runProcessSync(gitCommand(...args), { timeout: 10_000, ...options, cwd: directory, env });
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    return undefined;
  }
}
