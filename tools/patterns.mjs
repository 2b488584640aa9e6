#!/usr/bin/env node
// Thousands of patterns of probes, made at random: what they mean in Python and in JavaScript, and how long the accepted
// ones take for the longest and hardest answers: `npm run test:patterns [-- --patterns N --seed N]`. The tests of the
// package take a sample of it.
import { build, install, run } from './prepare.mjs';

await install();
await build();
const { code } = await run(process.execPath, ['--import', 'tsx', 'test/probes/main.ts', ...process.argv.slice(2)], {
  minutes: 60,
});
process.exitCode = code === 0 ? 0 : 1;
