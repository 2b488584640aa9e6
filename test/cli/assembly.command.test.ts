import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type AssemblyParts, goodAssembly, writeAssembly } from '../support/assembly';
import { run } from '../support/run';
import { temporaryDirectory } from '../support/synthesized';

let program: string;

beforeAll(() => {
  program = join(temporaryDirectory(), 'main.js');
  const entryPoints = [join(__dirname, '../../src/cli/main.ts')];
  buildSync({ entryPoints, bundle: true, platform: 'node', outfile: program, logLevel: 'error' });
});

/** A folder with the archive of an assembly alone, as a job has it after it was downloaded. */
function downloaded(parts: AssemblyParts): { folder: string; digest: string } {
  const folder = temporaryDirectory();
  writeAssembly(join(folder, 'made/cdk.out'), parts);
  execFileSync('tar', ['--create', '--gzip', '--file', '../cdk.out.tgz', 'cdk.out'], { cwd: join(folder, 'made') });
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, 'cdk.out.tgz')))
    .digest('hex');
  return { folder, digest };
}

const unpack = (cwd: string, ASSEMBLY_SHA256: string) =>
  run(process.execPath, [program, 'assembly', 'unpack', 'cdk.out.tgz'], {
    cwd,
    env: { ...process.env, ASSEMBLY_SHA256 },
  });

test('assembly unpack: the archive that was told is unpacked, and is data', async () => {
  const { folder, digest } = downloaded(goodAssembly());
  expect(await unpack(folder, digest)).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, 'cdk.out/manifest.json'))).toBe(true);
  const checked = await run(process.execPath, [program, 'assembly', 'check'], { cwd: folder });
  expect(checked).toMatchObject({ code: 0, output: 'cdk.out: data alone, and all of it in its folder.\n' });
});

test('assembly unpack: another archive is not even opened', async () => {
  const { folder, digest } = downloaded(goodAssembly());
  writeFileSync(join(folder, 'cdk.out.tgz'), 'another');
  const { code, output } = await unpack(folder, digest);
  expect([code, output]).toEqual([
    2,
    expect.stringMatching(/^error: cdk\.out\.tgz: its SHA-256 is .* was replaced on its way/),
  ]);
  expect(await unpack(folder, '')).toMatchObject({
    code: 2,
    output: expect.stringContaining('nobody told its SHA-256'),
  });
  expect(existsSync(join(folder, 'cdk.out'))).toBe(false);
});

test('assembly unpack: one that names a program is refused, and not left', async () => {
  const parts = goodAssembly();
  parts['dev-service.assets.json'].files.folder.source = { executable: ['touch', 'ran'] };
  const { folder, digest } = downloaded(parts);
  expect(await unpack(folder, digest)).toMatchObject({ code: 2, output: expect.stringContaining('names a program') });
  expect(existsSync(join(folder, 'cdk.out'))).toBe(false);
});

test.each(['precheck', 'deploy', 'smoke-test'])(
  '%s refuses an assembly that names a program before it asks anything',
  async (name) => {
    const parts = goodAssembly();
    parts['dev-service.assets.json'].files.folder.source = { executable: ['touch', 'ran'] };
    const folder = temporaryDirectory();
    writeAssembly(join(folder, 'cdk.out'), parts);
    const { code, output } = await run(process.execPath, [program, name, 'dev'], { cwd: folder, env: { PATH: '' } });
    expect(output).toContain('files.folder.source.executable: names a program');
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  },
);
