#!/usr/bin/env node
// A thousand repositories, created, edited at random, interrupted and upgraded in these processes, with every byte that
// their users wrote watched over: `npm run simulate [-- --repositories N --seed N --workers N]`. The tests of the package
// take a sample of it.
import { build, install, run } from './prepare.mjs';

await install();
// the options are checked against the manifest of the compiled package
await build();
const { code } = await run(process.execPath, ['--import', 'tsx', 'test/simulation/main.ts', ...process.argv.slice(2)], {
  minutes: 60,
});
process.exitCode = code === 0 ? 0 : 1;
