import { setTimeout as sleep } from 'node:timers/promises';
import { type Gate, get } from '../../../bench/health/support/gate';
import type { Process } from '../../../bench/health/support/processes';

/** How much of the processor a process is left. */
export interface Starvation {
  /** It runs for so long … */
  readonly runsMs: number;
  /** … in every such time. */
  readonly everyMs: number;
}

/** As little as a task under heavy load was seen to leave its gate. */
export const STARVED: Starvation = { runsMs: 20, everyMs: 1300 };

/** Stops and continues a process again and again, until the function that it returns is called. */
export function starve(victim: Process, { runsMs, everyMs }: Starvation = STARVED): () => Promise<void> {
  let ended = false;
  const loop = (async () => {
    while (!ended && victim.running) {
      victim.signal('SIGSTOP');
      await sleep(everyMs - runsMs);
      victim.signal('SIGCONT');
      await sleep(runsMs);
    }
    victim.signal('SIGCONT');
  })();
  return async () => {
    ended = true;
    await loop;
  };
}

/** What the checks of a while were answered, and how many times each. */
export type Answers = Readonly<Record<string, number>>;

/**
 * Checks a gate at a steady pace, as a load balancer does: each check waits for its own answer only. A check that has
 * none after `patienceMs` counts as `no answer`.
 */
export async function checkSteadily(gate: Gate, forMs: number, everyMs = 250, patienceMs = 5000): Promise<Answers> {
  const counts: Record<string, number> = {};
  const checks: Promise<void>[] = [];
  for (const from = Date.now(); Date.now() - from < forMs; await sleep(everyMs)) {
    const answer = get(gate.port, '/health', {}, '127.0.0.1', patienceMs).then(
      ({ status, text }) => `${status} ${text.trim()}`,
      (error: Error) => error.message,
    );
    checks.push(
      answer.then((word) => {
        counts[word] = (counts[word] ?? 0) + 1;
      }),
    );
  }
  await Promise.all(checks);
  return counts;
}
