import fs = require('node:fs');

import { resolve, sep } from 'node:path';

/** Steps by which anything is written; the same as a process is killed at by test/support/interrupting.cjs. */
const STEPS = [
  'writeFileSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'chmodSync',
  'mkdirSync',
  'copyFileSync',
] as const;

type Step = (path: unknown, ...args: unknown[]) => unknown;

class Killed extends Error {}

/** What is to be killed, while it runs. */
let running: { readonly root: string; readonly at: number; count: number } | undefined;

// Once and for all, and before anything else is loaded: what is loaded later may remember a step as it finds it.
const steps = fs as unknown as Record<string, Step>;
for (const name of STEPS) {
  const step = steps[name];
  steps[name] = (path, ...args) => {
    if (running === undefined || typeof path !== 'string' || !resolve(path).startsWith(running.root)) {
      return step(path, ...args);
    }
    running.count += 1;
    if (running.count < running.at) return step(path, ...args);
    if (running.count === running.at && name === 'writeFileSync') {
      step(path, String(args[0]).slice(0, String(args[0]).length / 2), args[1]);
    }
    throw new Killed();
  };
}

/**
 * Runs something that writes into a folder, and lets none of its writes happen from the n-th on: as if the process had been
 * killed there, half-way through the file that it was writing.
 *
 * @returns whether it came that far
 */
export async function killedAt(at: number, directory: string, run: () => unknown): Promise<boolean> {
  const mine = { root: resolve(directory) + sep, at, count: 0 };
  running = mine;
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Killed) && mine.count < at) throw error;
  } finally {
    running = undefined;
  }
  return mine.count >= at;
}
