import { spawn, spawnSync } from 'node:child_process';
import type { Repository } from './repository';

/** What an upgrade says when it begins a step. */
const STEPS = ['Installing', 'Synthesizing', 'Updating', 'Comparing'] as const;
export type UpgradeStep = (typeof STEPS)[number];

/** Milliseconds into a step at which it is ended: at once, and in the middle of it. */
const DELAYS = [0, 1500] as const;

/** Copies of a repository, in each of which an upgrade was killed at another point. */
export async function* interrupted(
  source: Repository,
  steps: readonly UpgradeStep[] = STEPS,
): AsyncGenerator<{ readonly where: string; readonly repository: Repository }> {
  for (const step of steps) {
    for (const delay of DELAYS) {
      const repository = await source.copy();
      await killAt(repository, step, delay);
      yield { where: `${delay} ms into '${step}'`, repository };
    }
  }
}

/** Starts the upgrade and kills it, with everything it has started, some time after it has said a word. */
function killAt(repository: Repository, step: string, delay: number): Promise<void> {
  const { cwd, env } = repository.options();
  return new Promise((resolve, reject) => {
    const child = spawn('npx', ['--no-install', 'projen', 'upgrade'], { cwd, env, detached: true });
    let output = '';
    let killing = false;
    const kill = () => {
      for (const pid of descendants(child.pid ?? 0)) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it ended in the meantime
        }
      }
    };
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (killing || !output.includes(step)) return;
      killing = true;
      setTimeout(kill, delay);
    });
    child.on('error', reject);
    child.on('close', () =>
      killing ? resolve() : reject(new Error(`the upgrade ended without '${step}':\n${output}`)),
    );
  });
}

/** A process with all that it has started, whatever groups they are in: the youngest last. */
function descendants(root: number): number[] {
  const { stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const parents = new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]),
  );
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}
