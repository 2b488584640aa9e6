import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CreatedRepository, gitStatus, mustRunIn, projenNew } from '../support/packed';
import { run } from '../support/run';

const MANIFEST = JSON.parse(readFileSync(resolve(__dirname, '../../package.json'), 'utf8'));
/** The smallest projen of the peer range. */
const MINIMUM = MANIFEST.peerDependencies.projen.match(/^>=(\d+\.\d+\.\d+) /)[1] as string;

describe('projen new by the smallest supported projen, with CI set', () => {
  let repository: CreatedRepository;

  beforeAll(async () => {
    const args = ['--name', 'time', '--port', '123', '--region', 'eu-north-1', '--account', '012345678901'];
    repository = await projenNew({ args, projenVersion: MINIMUM, env: { CI: 'true' }, name: 'another-folder' });
  }, 400_000);

  test('ends well and commits everything', async () => {
    expect(repository.result.code === 0 ? '' : repository.result.output).toBe('');
    expect(await gitStatus(repository.dir)).toBe('');
  });

  test('holds the repository at that projen', () => {
    const { version } = JSON.parse(readFileSync(join(repository.dir, 'node_modules/projen/package.json'), 'utf8'));
    expect(version).toBe(MINIMUM);
    const { devDependencies } = JSON.parse(readFileSync(join(repository.dir, 'package.json'), 'utf8'));
    expect(devDependencies.projen).toContain(MINIMUM);
  });

  test('keeps the name and an account with a leading zero', () => {
    const projenrc = readFileSync(join(repository.dir, '.projenrc.ts'), 'utf8');
    expect(projenrc).toContain("name: 'time'");
    expect(projenrc).toContain("account: '012345678901'");
  });

  test('builds green in CI and leaves nothing to commit; a second npx projen changes nothing', async () => {
    await mustRunIn(repository.dir, 'npm', ['run', 'build'], { env: { CI: 'true' } });
    expect(await gitStatus(repository.dir)).toBe('');
    await mustRunIn(repository.dir, 'npx', ['projen']);
    expect(await gitStatus(repository.dir)).toBe('');
  }, 400_000);

  test('is the projen this package itself is compiled against', async () => {
    const { stdout } = await run('npm', ['ls', 'projen', '--depth=0', '--json'], { cwd: resolve(__dirname, '../..') });
    expect(JSON.parse(stdout).dependencies.projen.version).toBe(MINIMUM);
  });
});
