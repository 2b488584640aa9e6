/**
 * What the health gate is worth next to the usual shell loop around `nc`, measured on this machine.
 *
 * Run: npm run bench:health (Linux; python3 and busybox; under four minutes)
 */

import { failover, SPEED } from './failover';
import { floodGate, floodLoop, overload, summary } from './proofs';
import { closeMetadata } from './support/gate';
import { killAll } from './support/processes';

async function main(): Promise<void> {
  console.log(
    '10,000 checks by 20 checkers with 50 silent clients connected (the loop: 400 checks, for each may wait 2 s)',
  );
  console.table([await floodGate(10_000, 50), await floodLoop(400, 50)].map(summary));

  console.log('The same without silent clients (2,000 checks each)');
  console.table([await floodGate(2000, 0), await floodLoop(2000, 0)].map(summary));

  console.log('An application of 2,000 datagrams a second under overload, then hanging (percent; milliseconds)');
  console.table([await overload(0.5, 2000, 8000), await overload(1.2, 2000, 8000), await overload(2, 2000, 8000)]);

  console.log(
    `Two tasks behind a model of the load balancer, 200 datagrams a second; all defaults ${SPEED} times faster: datagrams lost`,
  );
  console.table([await failover('loop', 5000), await failover('gate', 5000)]);
}

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(async () => {
    await killAll();
    closeMetadata();
  });
