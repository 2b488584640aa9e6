import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessError, runProcess } from '../../util/process';
import { UserError } from '../../util/user-error';

/** What a run of the CDK left. */
export interface CdkResult {
  readonly code: number;
  /** The end of what it printed. */
  readonly tail: string;
}

/** Runs the CDK CLI of the repository and shows what it prints. */
export type Cdk = (...args: readonly string[]) => Promise<CdkResult>;

/** As much as a report folds away. */
const TAIL = 20_000;

/** The CDK CLI that a repository has installed; `undefined` where there is none. */
export function cdkProgram(directory: string): string | undefined {
  const program = join(directory, 'node_modules', '.bin', 'cdk');
  return existsSync(program) ? program : undefined;
}

/** Synthesizes every stack into a folder, without asking AWS for anything. */
export function synthCommand(program: string, output: string): readonly string[] {
  return [program, 'synth', '--no-lookups', '--quiet', '--no-notices', '--output', output];
}

/** @throws UserError where the repository has no CDK CLI */
export function cdkCli(directory: string, env: NodeJS.ProcessEnv, write: (text: string) => void): Cdk {
  const program = cdkProgram(directory);
  if (program === undefined) {
    throw new UserError({
      subject: join(directory, 'node_modules', '.bin', 'cdk'),
      cause: 'there is no CDK CLI',
      remedy: 'Install the dependencies of the repository.',
    });
  }
  return async (...args) => {
    // its questions (what broadens permissions) reach whoever sits at the terminal
    const options = { cwd: directory, env, asks: true, show: write };
    try {
      const { output } = await runProcess([program, ...args], options);
      return { code: 0, tail: output.slice(-TAIL) };
    } catch (error) {
      if (!(error instanceof ProcessError) || error.ending.kind === 'start') throw error;
      const { ending } = error;
      // what ended it is the last thing to know of it
      const end = ending.kind === 'exit' ? '' : `\n${error.problem.cause}\n`;
      return { code: error.exitCode ?? 1, tail: `${error.output}${end}`.slice(-TAIL) };
    }
  };
}
