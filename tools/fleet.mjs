#!/usr/bin/env node
// Upgrades of a whole fleet, as its owners and its workflows do them: `npm run fleet`. The whole of it writes its table into
// docs/upgrading.md; `npm run fleet -- npm --repository 'two stages'` takes a part. The tests of the package take a sample.
import { build, install, nodeTool, run } from './prepare.mjs';

const part = process.argv.slice(2);
await install();
await build();
const fleet = await run(process.execPath, ['--import', 'tsx', 'test/fleet/fleet.ts', ...part], { minutes: 120 });
let passed = fleet.code === 0;
if (part.length === 0) {
  const workflows = await run(
    ...nodeTool('jest/bin/jest.js', '--ci', '--selectProjects', 'e2e', '--', 'e2e/upgrade.test'),
    { env: { ...process.env, FULL: '1' }, minutes: 40 },
  );
  passed &&= workflows.code === 0;
}
process.exitCode = passed ? 0 : 1;
