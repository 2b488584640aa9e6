#!/usr/bin/env node
// All tests of the package, on a fresh clone too: `npm test [-- jest arguments]`.
// Ends with the plain line `N passed, N failed, N skipped`. Under STRICT=1 a skipped test is a failure.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { build, install, nodeTool, ROOT, run } from './prepare.mjs';
import { tierTimes } from './tier-times.mjs';

const strict = process.env.STRICT === '1';
// The blueprint's settings are those of a generated repository, which has node_modules of its own.
const outsideARepository = [
  '--typeRoots',
  'node_modules/@types',
  '--incremental',
  'false',
  '--tsBuildInfoFile',
  'null',
];
const narrowed = process.argv.slice(2);
const results = { passed: 0, failed: [], skipped: [] };

await install();
await build();
if (narrowed.length === 0) {
  const tsc = (...args) => nodeTool('typescript/bin/tsc', '--noEmit', '-p', ...args);
  await Promise.all([
    check('types of the package and its tests', ...tsc('tsconfig.dev.json')),
    check('types of the blueprint', ...tsc('blueprint/tsconfig.json', ...outsideARepository)),
    check('lint', ...nodeTool('@biomejs/biome/bin/biome', 'check')),
  ]);
}
await jest();
if (narrowed.length === 0) {
  await python();
}
report();

/** One command that passes or fails as a whole. */
async function check(name, command, args) {
  const { code, output } = await run(command, args, { capture: true });
  console.log(`\n> ${name}\n${output.trimEnd()}`);
  count(name, code === 0 ? 'passed' : 'failed');
}

async function jest() {
  console.log('\n> jest');
  const folder = mkdtempSync(join(tmpdir(), 'test-results-'));
  const file = join(folder, 'jest.json');
  try {
    // tests end to end wait for what they started as long as they work
    const workers = `--maxWorkers=${availableParallelism() + 1}`;
    const args = ['--ci', workers, '--json', `--outputFile=${file}`, ...narrowed];
    const { code } = await run(...nodeTool('jest/bin/jest.js', ...args), { minutes: 75 });
    if (!existsSync(file)) {
      count(`jest (ended with ${code} and without results)`, 'failed');
      return;
    }
    const suites = JSON.parse(readFileSync(file, 'utf8')).testResults;
    const times = suites.map(({ name, startTime, endTime }) => ({
      path: relative(ROOT, name),
      seconds: (endTime - startTime) / 1000,
    }));
    console.log(`\n> times of the tiers\n${tierTimes(times).join('\n')}`);
    for (const suite of suites) {
      const path = relative(ROOT, suite.name);
      if (suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed')) {
        count(`${path} (could not be run)`, 'failed');
      }
      for (const test of suite.assertionResults) {
        count(
          `${path}: ${test.fullName}`,
          test.status === 'pending' || test.status === 'todo' ? 'skipped' : test.status,
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The unit tests of Python files, one process a file. */
async function python() {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true })
    .filter((path) => /(^|\/)test_\w+\.py$/.test(path) && !path.includes('node_modules'))
    .map((path) => join('test', path));
  if (files.length === 0) {
    return;
  }
  const { code } = await run('python3', ['--version'], { capture: true }).catch(() => ({ code: -1 }));
  if (code !== 0) {
    count('unit tests in Python [needs python3 (install Python 3.9 or newer)]', 'skipped');
    return;
  }
  for (const file of files) {
    console.log(`\n> ${file}`);
    const { output } = await run(
      'python3',
      ['-m', 'unittest', 'discover', '--verbose', '--start-directory', dirname(file), '--pattern', basename(file)],
      { capture: true },
    );
    process.stdout.write(output);
    const ran = Number(output.match(/^Ran (\d+) tests?/m)?.[1] ?? 0);
    if (ran === 0) {
      count(`${file} (no test ran)`, 'failed');
    }
    for (const [, name, outcome] of output.matchAll(
      /^(test\w+ \([\w.]+\))(?:[\s\S]*?)\.\.\. (ok|FAIL|ERROR|skipped|expected failure|unexpected success)/gm,
    )) {
      count(
        `${file}: ${name}`,
        { ok: 'passed', 'expected failure': 'passed', skipped: 'skipped' }[outcome] ?? 'failed',
      );
    }
  }
}

function count(name, outcome) {
  if (outcome === 'passed') {
    results.passed += 1;
  } else {
    results[outcome === 'skipped' && !strict ? 'skipped' : 'failed'].push(
      outcome === 'skipped' ? `skipped: ${name}` : name,
    );
  }
}

function report() {
  for (const [title, names] of [
    ['Skipped', results.skipped],
    ['Failed', results.failed],
  ]) {
    if (names.length > 0) {
      console.log(
        `\n${title}:\n${names.map((name) => `  ${name.replace(/^skipped: /, title === 'Failed' ? 'skipped under STRICT=1: ' : '')}`).join('\n')}`,
      );
    }
  }
  const { passed, failed, skipped } = results;
  console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;
}
