#!/usr/bin/env node
// A repository with every package manager, created and built as its user would: `npm run test:managers`. The tests of the
// package take a sample of it.
import { build, install, nodeTool, run } from './prepare.mjs';

await install();
await build();
const { code } = await run(
  ...nodeTool('jest/bin/jest.js', '--ci', '--selectProjects', 'e2e', '--', 'e2e/package-managers'),
  {
    env: { ...process.env, FULL: '1' },
    minutes: 30,
  },
);
process.exitCode = code === 0 ? 0 : 1;
