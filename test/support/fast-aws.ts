import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SERVER = join(__dirname, 'stubs/aws-cli/server.py');

/** The AWS CLI of this machine without its start, for tests that call it hundreds of times. */
export class FastAws {
  /** Starts it; where the CLI is no package of this Python, the folders are none and the CLI is as slow as it is. */
  static async start(): Promise<FastAws> {
    const folder = mkdtempSync(join(tmpdir(), 'fast-aws-'));
    const server = spawn('python3', ['-B', SERVER, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
    const ready = await Promise.race([
      once(server.stdout, 'data').then(() => true),
      once(server, 'close').then(() => false),
    ]);
    return new FastAws(server, folder, ready ? [folder] : []);
  }

  private constructor(
    private readonly server: ChildProcess,
    private readonly folder: string,
    /** To be put in front of PATH. */
    readonly path: readonly string[],
  ) {}

  stop(): void {
    this.server.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
