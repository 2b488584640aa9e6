import { accessSync } from 'node:fs';
import { failover } from '../../bench/health/failover';
import { floodGate, floodLoop } from '../../bench/health/proofs';
import { closeMetadata } from '../../bench/health/support/gate';
import { killAll } from '../../bench/health/support/processes';

// The full measurements are bench/health/main.ts; these are the same proofs, smaller.
jest.setTimeout(90_000);
afterEach(killAll);
afterAll(closeMetadata);

const busybox = ['/bin/busybox', '/usr/bin/busybox'].some((path) => {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
});
const name = (title: string) => `${title}${busybox ? '' : ' (skipped: busybox is not installed)'}`;
const withLoop = busybox || process.env.STRICT === '1' ? test : test.skip;

test('2,000 checks by 20 checkers with 50 silent clients: none refused, none wrong', async () => {
  const { words, times } = await floodGate(2000, 50);
  expect(words).toEqual({ ok: 2000, failing: 0, refused: 0, reset: 0, timeout: 0 });
  expect(times).toHaveLength(2000);
});

withLoop(name('the loop refuses most of what 20 checkers ask, and everything while one client is silent'), async () => {
  const busy = await floodLoop(400, 0);
  expect(busy.words.ok).toBeLessThan(200);
  const wedged = await floodLoop(40, 1);
  expect(wedged.words.ok).toBeLessThan(4);
});

withLoop(
  name('behind a load balancer the gate loses less of a steady stream than the loop, whatever happens'),
  async () => {
    // A hang is found and acted on within fall 3 x 5 s + timeout, and 2 x 10 s of the load balancer, 20 times faster.
    const phaseMs = 4000;
    const gate = await failover('gate', phaseMs);
    const loop = await failover('loop', phaseMs);
    expect(loop.frozen).toBeGreaterThan(1.5 * gate.frozen);
    expect(loop.killed).toBeGreaterThan(2 * gate.killed);
    expect(loop.rolled).toBeGreaterThan(gate.rolled);
    expect(loop.interrupted).toBeGreaterThan(gate.interrupted);
    expect(gate.rolled + gate.interrupted).toBeLessThanOrEqual(10);
    // Half of 200 a second goes to the task that is gone until it is found out: at most 2.2 s, and half a second of slack.
    expect(gate.frozen).toBeLessThan(100 * (2.2 + 0.5));
    expect(gate.killed).toBeLessThan(100 * (1.8 + 0.5));
  },
);
