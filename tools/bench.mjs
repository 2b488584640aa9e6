#!/usr/bin/env node
// A measurement in TypeScript on a fresh clone: `npm run bench:<name>` runs the program that stands here.
import { build, install, run } from './prepare.mjs';

const PROGRAMS = { health: 'health/main.ts', impact: 'impact/table.ts', pitfalls: 'pitfalls/measure.ts' };

const [name, ...args] = process.argv.slice(2);
if (!Object.hasOwn(PROGRAMS, name)) {
  console.error(`'${name}' is no measurement. There are: ${Object.keys(PROGRAMS).join(', ')}.`);
  process.exit(2);
}
await install();
await build();
const { code } = await run(process.execPath, ['--import', 'tsx', `bench/${PROGRAMS[name]}`, ...args], { minutes: 60 });
process.exitCode = code === 0 ? 0 : 1;
