import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cleanEnv } from '../support/packed';
import { mustRun, run } from '../support/run';

const SUPPORT = resolve(__dirname, '../support');

/** Every how manieth step is interrupted; `npm run simulate` takes each. */
const STRIDE = Number(process.env.INTERRUPTION_STRIDE ?? 6);

const [BEFORE, AFTER, OTHER] = [
  { port: 53 },
  // other content in many files, files that go, and one that comes
  { port: 54, upgrades: 'none', codeOwners: { owners: ['@acme/ops'] } },
  { port: 55, stages: [{ name: 'dev' }, { name: 'prod' }] },
];

const folder = mkdtempSync(join(tmpdir(), 'interruption-'));
const before = join(folder, 'before');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One synth; with `at` it is ended at that step. */
async function synth(directory: string, options: object, env: NodeJS.ProcessEnv = {}): Promise<number | null> {
  const args = ['--require', join(SUPPORT, 'interrupting.cjs'), join(SUPPORT, 'synth.cjs'), JSON.stringify(options)];
  return (await run(process.execPath, args, { cwd: directory, env: cleanEnv(env) })).code;
}

/** Every file of a repository with its content. */
function tree(directory: string): Record<string, string> {
  const paths = readdirSync(directory, { recursive: true }) as string[];
  const files = paths.filter((path) => statSync(join(directory, path)).isFile()).sort();
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(directory, path), 'utf8')]));
}

function copy(name: string): string {
  const directory = join(folder, name);
  rmSync(directory, { recursive: true, force: true });
  cpSync(before, directory, { recursive: true });
  return directory;
}

/** What a synth makes of the repository when nobody interrupts it, and in how many steps. */
async function uninterrupted(
  options: object,
): Promise<{ readonly files: Record<string, string>; readonly steps: number }> {
  const directory = copy('expected');
  const count = join(folder, 'count');
  expect(await synth(directory, options, { INTERRUPT_COUNT: count })).toBe(0);
  return { files: tree(directory), steps: Number(readFileSync(count, 'utf8')) };
}

beforeAll(async () => {
  mkdirSync(before);
  expect(await synth(before, BEFORE)).toBe(0);
  writeFileSync(join(before, 'README.md'), 'mine\n');
  writeFileSync(join(before, '.gitignore'), `mine\n${readFileSync(join(before, '.gitignore'), 'utf8')}`);
  const manifest = JSON.parse(readFileSync(join(before, 'package.json'), 'utf8'));
  manifest.dependencies.zod = '^4.0.0';
  writeFileSync(join(before, 'package.json'), JSON.stringify(manifest, undefined, 2));
}, 60_000);

test('a synth that is killed at any step is completed by the next one', async () => {
  const { files, steps } = await uninterrupted(AFTER);
  expect(steps).toBeGreaterThan(30);
  for (let step = 1; step <= steps; step += STRIDE) {
    const directory = copy('interrupted');
    expect([step, await synth(directory, AFTER, { INTERRUPT_AT: String(step) })]).toEqual([step, null]);
    expect([step, await synth(directory, AFTER)]).toEqual([step, 0]);
    expect([step, tree(directory)]).toEqual([step, files]);
  }
}, 600_000);

test('and by one with other options, also when it was killed twice', async () => {
  const { files } = await uninterrupted(OTHER);
  const { steps } = await uninterrupted(AFTER);
  for (let step = 2; step <= steps; step += STRIDE * 3) {
    const directory = copy('interrupted');
    expect(await synth(directory, AFTER, { INTERRUPT_AT: String(step) })).toBeNull();
    expect(await synth(directory, BEFORE, { INTERRUPT_AT: String(Math.ceil(step / 2)) })).toBeNull();
    expect([step, await synth(directory, OTHER)]).toEqual([step, 0]);
    expect([step, tree(directory)]).toEqual([step, files]);
  }
}, 600_000);

test('the killed one really leaves half a repository', async () => {
  const { files, steps } = await uninterrupted(AFTER);
  const directory = copy('interrupted');
  await synth(directory, AFTER, { INTERRUPT_AT: String(Math.floor(steps / 2)) });
  const half = tree(directory);
  const [old, all] = [tree(before), Object.keys(files)];
  expect(all.some((path) => half[path] === files[path] && old[path] !== files[path])).toBe(true);
  expect(all.some((path) => half[path] === old[path] && old[path] !== files[path])).toBe(true);
  await mustRun('test', ['-f', join(directory, '.udp-service/pending.json')]);
}, 60_000);
