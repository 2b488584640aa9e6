import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from '../../blueprint/src/template/model';
import { FEATURE_FLAGS_2026_11 as featureFlags } from '../../src/history/baselines/feature-flags-2026-11';
import { healthGateOf, serviceOf, stage } from './support/services';

/** The blueprint as a repository of its own, with the real commands. */
const ROOT = join(__dirname, '..', '..');
const MANAGED = ['src', 'test', 'tsconfig.json'];
const SNAPSHOT = 'test/template/__snapshots__/stages.test.ts.snap';
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

let repository: string;

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'repository-'));
  for (const path of MANAGED) {
    cpSync(join(ROOT, 'blueprint', path), join(repository, path), {
      recursive: true,
      filter: (source) => !source.endsWith('__snapshots__'),
    });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(repository, 'node_modules'));
  write('cdk.json', JSON.stringify({ app: 'node --require tsx/cjs src/main.ts', context: featureFlags }));
  write(
    'jest.config.json',
    JSON.stringify({
      roots: ['<rootDir>/test'],
      transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json' }] },
    }),
  );
  for (const directory of ['app', 'health']) {
    cpSync(join(__dirname, 'fixtures', 'image'), join(repository, directory), { recursive: true });
  }
  write('health/gate.py', 'print("gate")\n');
});

afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
});

describe('npm test', () => {
  test('a repository without snapshot fails in CI and names the command that writes it', () => {
    const { output, status } = jest('--ci', 'test/template/stages');
    expect(status).toBe(1);
    expect(output).toContain(
      'Stage "dev" has no snapshot of its stacks yet. Run the script `test:update` of package.json and commit test/template/__snapshots__.',
    );
    expect(existsSync(join(repository, SNAPSHOT))).toBe(false);
  });

  test('the command writes one snapshot a stage, with all stacks and no hash', () => {
    const { status } = jest('--ci', '--updateSnapshot', 'test/template/stages');
    const snapshot = readFileSync(join(repository, SNAPSHOT), 'utf8');
    expect(status).toBe(0);
    expect(snapshot.match(/^exports\[/gm)).toHaveLength(1);
    expect(snapshot).toMatch(/"udp-service-dev-network": \{/);
    expect(snapshot).toMatch(/"udp-service-dev-service": \{/);
    expect(snapshot).not.toMatch(/(?<!sha256:)[0-9a-f]{64}/);
  });

  test('nothing differs when only the content of images does', () => {
    write('app/Dockerfile', 'FROM scratch\nLABEL changed=yes\n');
    write('health/gate.py', 'print("another gate")\n');
    expect(jest('--ci')).toMatchObject({ status: 0 });
  });

  test('a stack that differs fails, shows the difference and names the command', () => {
    const [defaults] = [stage()];
    define(serviceOf(stage({ task: { ...defaults.task, cpu: 512, memoryLimitMiB: 1024 } })));
    const { output, status } = jest('--ci', 'test/template/stages');
    expect(status).toBe(1);
    expect(output).toMatch(/The stacks of stage "dev" differ from their snapshot.*the script `test:update`/s);
    expect(output).toMatch(/-\s+"Cpu": "256",\n\s+\+\s+"Cpu": "512",/);
  });

  test('nothing differs when only image versions or the inline source of the gate do', () => {
    const image = { source: 'registry', name: 'nginx' } as const;
    define(serviceOf(stage({ image, healthGate: { ...healthGateOf(stage()), delivery: 'inline' } })));
    write('images.json', JSON.stringify({ dev: '1.0' }));
    expect(jest('--ci', '--updateSnapshot')).toMatchObject({ status: 0 });
    write('images.json', JSON.stringify({ dev: DIGEST }));
    write('health/gate.py', 'print("a third gate")\n');
    expect(jest('--ci')).toMatchObject({ status: 0 });
  });
});

describe('cdk synth --no-lookups', () => {
  test('is silent and writes the stacks of every stage', () => {
    define(serviceOf(stage(), stage({ name: 'prod', account: '111111111111', region: 'eu-west-1' })));
    const { output, status } = run('node_modules/.bin/cdk', 'synth', '--no-lookups', '--quiet', '--no-notices');
    expect(output).not.toMatch(/feature flag|warning/i);
    expect(status).toBe(0);
    expect(readdirSync(join(repository, 'cdk.out')).filter((file) => file.endsWith('.template.json'))).toEqual([
      'dev-network.template.json',
      'dev-service.template.json',
      'prod-network.template.json',
      'prod-service.template.json',
    ]);
  });

  test('ends with the error of images.json as its message', () => {
    define(serviceOf(stage({ image: { source: 'registry', name: 'nginx' } })));
    rmSync(join(repository, 'images.json'));
    const { output, status } = run('node_modules/.bin/cdk', 'synth', '--no-lookups', '--quiet', '--no-notices');
    expect(status).not.toBe(0);
    expect(output).toMatch(/images\.json: cannot be read \(ENOENT\).*Create the file/);
  });
});

function define(service: Service): void {
  write(
    'src/template/service.ts',
    `import type { Service } from './model';\n\nexport const service: Service = ${JSON.stringify(service)};\n`,
  );
}

function write(file: string, content: string): void {
  writeFileSync(join(repository, file), content);
}

function jest(...args: string[]): { output: string; status: number | null } {
  return run('node_modules/.bin/jest', ...args);
}

function run(command: string, ...args: string[]): { output: string; status: number | null } {
  const { stdout, stderr, status }: SpawnSyncReturns<string> = spawnSync(join(repository, command), args, {
    cwd: repository,
    encoding: 'utf8',
    timeout: 120_000,
    // Colours and the variables of the jest around would reach the jest within.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' },
  });
  return { output: `${stdout}${stderr}`, status };
}
