import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitStatus, mustRunIn, projenNew } from '../support/packed';

/** What projen's own install leaves when a creation fails; nothing of ours is among it. */
const LEFT_BY_NPM = ['node_modules', 'package.json'];

/** Each: flags with one bad value, and what the message must name. */
const BAD: readonly [flags: readonly string[], option: string, value: string][] = [
  [['--protocol', 'UPD'], 'protocol', 'UPD'],
  [['--port', 'abc'], 'port', 'abc'],
  [['--account', '12345'], 'account', '12345'],
  [['--port', '70000'], 'port', '70000'],
  [['--acount', '111122223333'], 'acount', 'acount'],
];

describe('projen new with a bad value', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refusals-test-'));
  const dir = join(folder, 'my-service');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(BAD)(
    '%j ends in one message with option, value, cause and remedy',
    async (args, option, value) => {
      const { result } = await projenNew({ dir, args });
      expect(result.code).not.toBe(0);
      const end = result.output.trimEnd().split('\n').slice(-4).join('\n');
      expect(end).toContain(option);
      expect(end.trimEnd().split('\n').at(-1)).toMatch(/^\s*remedy: \S.*[.?]$/);
      expect(end).toMatch(/cause: +\S/);
      if (option !== 'port' || value !== 'abc') {
        expect(end).toContain(value); // projen itself turns `abc` for a number into null
      }
      expect(result.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)$/m);
      expect(readdirSync(dir).sort()).toEqual(LEFT_BY_NPM);
    },
    120_000,
  );

  test('is put right by the corrected command in the same folder, digits and all', async () => {
    const args = ['--protocol', 'TCP_UDP', '--port', '53', '--account', '111122223333', '--region', 'eu-west-1'];
    const { result } = await projenNew({ dir, args });
    expect(result.code === 0 ? '' : result.output).toBe('');
    const projenrc = readFileSync(join(dir, '.projenrc.ts'), 'utf8');
    expect(projenrc).toContain("account: '111122223333'");
    expect(projenrc).toContain('port: 53');
    expect(existsSync(join(dir, 'src/template/service.ts'))).toBe(true);
    await mustRunIn(dir, 'npx', ['projen']); // .projenrc.ts compiles
    expect(await gitStatus(dir)).toBe('');
    const templates = await mustRunIn(dir, 'npx', ['projen', 'synth:silent']);
    expect(templates.code).toBe(0);
    expect(readFileSync(join(dir, 'cdk.out/manifest.json'), 'utf8')).toContain('aws://111122223333/eu-west-1');
  }, 400_000);

  test('both forms of an option are refused by name', async () => {
    const stages = 'stages: [{ name: "prod" }],';
    const path = join(dir, '.projenrc.ts');
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace("account: '111122223333',", (found) => `${found}\n  ${stages}`),
    );
    const before = readFileSync(join(dir, 'src/template/service.ts'), 'utf8');
    await expect(mustRunIn(dir, 'npx', ['projen'])).rejects.toThrow(/account[\s\S]*stages|stages[\s\S]*account/);
    expect(readFileSync(join(dir, 'src/template/service.ts'), 'utf8')).toBe(before);
  }, 120_000);
});
