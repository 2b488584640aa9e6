import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CreatedRepository, gitStatus, mustRunIn, projenNew } from '../support/packed';
import { packPreset } from '../support/preset';

describe('projen new with the preset of an organisation, in a jsii package of its own', () => {
  let repository: CreatedRepository;
  const read = (path: string) => readFileSync(join(repository.dir, path), 'utf8');

  beforeAll(async () => {
    repository = await projenNew({ from: await packPreset(), args: ['--port', '514', '--cost-center', 'logs'] });
  }, 400_000);

  test('makes a repository that depends on the preset', async () => {
    expect(repository.result.code === 0 ? '' : repository.result.output).toBe('');
    expect(read('.projenrc.ts')).toContain("import { AcmeUdpService } from 'acme-udp'");
    expect(read('.projenrc.ts')).toContain('acme-udp@file:');
    const { devDependencies } = JSON.parse(read('package.json'));
    expect(devDependencies).toHaveProperty('acme-udp');
    // pnpm and Yarn link the command `udp-service` of a direct dependency alone
    expect(devDependencies).toHaveProperty('projen-udp-service');
    expect(await gitStatus(repository.dir)).toBe('');
  });

  test("joins the preset's defaults, the user's options and the preset's forced values", () => {
    const service = read('src/template/service.ts');
    expect(service).toMatch(/"port": 514/);
    expect(service).toMatch(/"10\.0\.0\.0\/8"/);
    expect(service).toMatch(/"cost-center": "logs"/);
  });

  test('stays as it is by a second npx projen, and builds', async () => {
    await mustRunIn(repository.dir, 'npx', ['projen']);
    expect(await gitStatus(repository.dir)).toBe('');
    await mustRunIn(repository.dir, 'npm', ['run', 'build']);
    expect(await gitStatus(repository.dir)).toBe('');
  }, 400_000);
});
