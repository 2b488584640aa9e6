import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cleanEnv } from './support/packed';
import { run } from './support/run';
import { temporaryDirectory } from './support/synthesized';

const ROOT = resolve(__dirname, '..');

/** Test files of another project as jest runs them in a tier. */
async function runIn(tier: 'unit' | 'commands', files: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'test'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'test', `${name}.test.js`), text);
  const config = {
    rootDir: folder,
    transform: {},
    testEnvironment: join(ROOT, 'test/support/tier-environment.cjs'),
    testEnvironmentOptions: { tier },
  };
  const args = [join(ROOT, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config), '--runInBand'];
  return (await run(process.execPath, args, { cwd: folder, env: cleanEnv() })).output;
}

const requiring = (name: string, use: string, test = 'reaches outside') =>
  `test('${test}', async () => { const it = require('node:${name}'); await (${use}); });`;

describe('a unit test fails by name that', () => {
  const uses: Readonly<Record<string, readonly [file: string, told: string]>> = {
    spawn: [requiring('child_process', "it.spawn('true', ['--x'])"), "started 'true --x'"],
    exec: [requiring('child_process', "it.exec('true')"), "started '/bin/sh -c true'"],
    'exec-file-sync': [requiring('child_process', "it.execFileSync('true')"), "started 'true'"],
    'spawn-sync': [requiring('child_process', "it.spawnSync('git', ['status'])"), "started 'git status'"],
    connect: [requiring('net', "it.connect(9, '127.0.0.1')"), 'opened a connection'],
    fetch: ["test('reaches outside', () => fetch('http://127.0.0.1:9'));", 'opened a connection'],
    listen: [requiring('http', 'it.createServer().listen(0)'), 'listened on a socket'],
    datagram: [requiring('dgram', "it.createSocket('udp4').send('x', 9, '127.0.0.1')"), 'sent a datagram'],
    'an-error-that-is-handled': [
      "test('reaches outside', () => { try { require('node:child_process').execSync('true'); } catch {} });",
      "started 'true'",
    ],
    'before-all': [
      "beforeAll(() => require('node:child_process').spawnSync('true')); test('reaches outside', () => {});",
      "started 'true'",
    ],
  };
  let output = '';
  beforeAll(async () => {
    output = await runIn('unit', {
      ...Object.fromEntries(Object.entries(uses).map(([name, [text]]) => [name, text])),
      'stand-in': `test('has a stand-in', () => { const it = require('node:child_process');
        jest.spyOn(it, 'spawnSync').mockReturnValue({ status: 0 }); expect(it.spawnSync('true').status).toBe(0); });`,
    });
  });

  test.each(Object.entries(uses))('uses %s', (name, [, told]) => {
    expect(output).toContain(`FAIL test/${name}.test.js`);
    expect(output).toContain(
      `${name === 'before-all' ? 'The file, outside of its tests,' : "The test 'reaches outside'"} ${told}. A unit test starts no process`,
    );
  });

  test('but not one that has a stand-in', () => {
    expect(output).toContain('PASS test/stand-in.test.js');
    expect(output).toContain(`Test Suites: ${Object.keys(uses).length} failed, 1 passed`);
  });
});

test('a file of the commands that starts nothing is told to be one of the unit tests', async () => {
  const output = await runIn('commands', {
    needless: "test('adds', () => expect(1 + 1).toBe(2));",
    narrowed: "test('adds', () => {}); test.skip('starts', () => {});",
    wanted: requiring('child_process', "it.execFileSync('true')"),
  });
  expect(output).toMatch(
    /FAIL test\/needless\.test\.js[\s\S]*No test of this file started a process or used the network/,
  );
  expect(output).toContain('Test Suites: 1 failed, 2 passed');
});
