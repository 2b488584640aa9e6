#!/usr/bin/env node
// The health gate for a minute with 20 ms of the processor in every 1.3 s, beside an application that answers in 0.3 s:
// `npm run test:starved [-- --seconds N]`. No check may be 503. The tests of the package take a sample of it.
import { build, install, run } from './prepare.mjs';

await install();
await build();
const { code } = await run(process.execPath, ['--import', 'tsx', 'test/health/starved.ts', ...process.argv.slice(2)], {
  minutes: 60,
});
process.exitCode = code === 0 ? 0 : 1;
