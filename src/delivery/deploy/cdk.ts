import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../../util/expected-error';

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

export function cdkCli(directory: string, env: NodeJS.ProcessEnv, write: (text: string) => void): Cdk {
  const program = join(directory, 'node_modules', '.bin', 'cdk');
  if (!existsSync(program)) {
    throw new ExpectedError(`${program}: there is no CDK CLI. Install the dependencies of the repository.`);
  }
  return (...args) =>
    new Promise((resolve, reject) => {
      // its questions (what broadens permissions) reach whoever sits at the terminal
      const child = spawn(program, args, { cwd: directory, env, stdio: ['inherit', 'pipe', 'pipe'] });
      let tail = '';
      const show = (chunk: Buffer): void => {
        write(chunk.toString());
        tail = (tail + chunk.toString()).slice(-TAIL);
      };
      child.stdout.on('data', show);
      child.stderr.on('data', show);
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? 1, tail }));
    });
}
