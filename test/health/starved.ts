/** The proof of `npm run test:starved`: the default times of the gate, starved for a minute or as long as told. */
import { parseArgs } from 'node:util';
import { closeMetadata, startGate } from '../../bench/health/support/gate';
import { freePort, killAll, startServer } from '../../bench/health/support/processes';
import { checkSteadily, STARVED, starve } from './support/starve';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
  const seconds = Number(values.seconds);
  if (!(seconds >= 1 && seconds <= 3600)) throw new Error(`--seconds ${values.seconds}: give 1 to 3600`);
  const containerPort = await freePort();
  await startServer(containerPort, ['--delay', '0.3']);
  const times = [
    { intervalSeconds: 5, timeoutSeconds: 1 },
    { intervalSeconds: 1, timeoutSeconds: 0.4 },
  ];
  const wrong = await Promise.all(
    times.map(async (config) => {
      const gate = await startGate({ checks: [{ containerPort }], config });
      await gate.verdict('ok', 5000);
      const stop = starve(gate);
      const answers = await checkSteadily(gate, seconds * 1000);
      await stop();
      console.log(JSON.stringify({ ...config, ...STARVED, seconds, answers }));
      return Object.keys(answers).filter((answer) => !answer.startsWith('200 '));
    }),
  );
  if (wrong.flat().length > 0) throw new Error(`not every check passed: ${[...new Set(wrong.flat())].join(', ')}`);
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(async () => {
    await killAll();
    closeMetadata();
  });
