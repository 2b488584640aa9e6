#!/usr/bin/env node
// The whole of the matrices of which each commit runs a sample: `npm run test:matrix [-- jest arguments]`.
import { build, install, nodeTool, run } from './prepare.mjs';

/** Files that sample their matrix by test/support/sampled.ts. */
const MATRICES = ['test/pitfalls/open-values', 'test/blueprint/parts'];

await install();
await build();
const jest = nodeTool('jest/bin/jest.js', '--ci', ...process.argv.slice(2), '--', ...MATRICES);
const { code } = await run(...jest, { env: { ...process.env, FULL_MATRIX: '1' }, minutes: 60 });
process.exitCode = code === 0 ? 0 : 1;
