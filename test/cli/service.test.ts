import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { NetworkPreset, Protocol } from '../../src';
import { readDefinition } from '../../src/cli/definition';
import { registerService, serviceTable } from '../../src/cli/service';
import { settingsOf } from '../../src/cli/settings';
import { resolveService } from '../../src/service/resolve';
import { synthesize } from '../support/synthesized';

const OPTIONS = {
  name: 'dns',
  ports: [{ name: 'dns', port: 53, protocol: Protocol.TCP_UDP, containerPort: 5353 }],
  stages: [
    { name: 'dev', tags: { team: 'edge' } },
    { name: 'prod', task: { desiredCount: 6 }, network: { preset: NetworkPreset.ISOLATED, zones: ['a', 'b'] } },
  ],
};
const { service } = resolveService(OPTIONS);

let directory: string;
const before = process.cwd();
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'service-'));
  mkdirSync(join(directory, 'src/template'), { recursive: true });
  process.chdir(directory);
});
afterEach(() => {
  process.chdir(before);
  rmSync(directory, { recursive: true });
});

/** What the command prints in a repository as it is generated. */
async function run(...args: string[]): Promise<string> {
  writeFileSync(join(directory, 'src/template/service.ts'), String(synthesize(OPTIONS)['src/template/service.ts']));
  let out = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    const program = new Command().exitOverride();
    registerService(program);
    await program.parseAsync(['service', ...args], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return out;
}

/** The cells of a table's lines. */
function cells(table: string): string[][] {
  return table
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('--json is the resolved service, and nothing else', async () => {
  expect(JSON.parse(await run('--json'))).toEqual(JSON.parse(JSON.stringify(service)));
  expect(JSON.parse(await run('--json', '--stage', 'prod'))).toMatchObject({ stages: [{ name: 'prod' }] });
});

test('the table has a column a stage and a row a setting', async () => {
  const rows = cells(await run());
  expect(rows[0]).toEqual(['dns', 'dev', 'prod']);
  expect(rows).toContainEqual(['ports.dns.containerPort', '5353', '5353']);
  expect(rows).toContainEqual(['task.desiredCount', '2', '6']);
  expect(rows).toContainEqual(['network.zones.a.slot', '-', '0']);
  expect(rows).toContainEqual(['tags.team', 'edge', '-']);
  expect(rows).toContainEqual(['application.secrets', 'none', 'none']);
});

test('what one stage alone has stands where it belongs, and no value makes the lines longer than a screen', async () => {
  const table = await run();
  const paths = cells(table).map(([path]) => path);
  const order = ['network.source', 'network.zones.a.slot', 'network.endpoints', 'addresses.source'];
  expect(paths.filter((path) => order.includes(path))).toEqual(order);
  expect(Math.max(...table.split('\n').map(({ length }) => length))).toBeLessThan(180);
  const image = service.stages[0].healthGate?.baseImage ?? '';
  expect(image.length).toBeGreaterThan(60);
  expect(table).toContain(`│ ${image.slice(0, 60)} │`);
});

test('no setting of the model is left out', async () => {
  const rows = cells(await run('--stage', 'prod'));
  const { name: _name, ...prod } = service.stages[1];
  expect(
    new Set(
      rows
        .slice(1)
        .map(([path]) => path)
        .filter((path) => path !== ''),
    ),
  ).toEqual(new Set(settingsOf(prod).keys()));
});

test('--differences leaves out what is the same everywhere', async () => {
  const rows = cells(await run('--differences')).slice(1);
  expect(rows).toContainEqual(['task.desiredCount', '2', '6']);
  expect(rows.filter(([, dev, prod]) => dev === prod)).toEqual([]);
  expect(serviceTable({ ...service, stages: [service.stages[0]] }, true)).toMatch(/differ in nothing/);
});

test('a stage that is not there is named with those that are', async () => {
  await expect(run('--stage', 'test')).rejects.toThrow(
    'stage test: the service dns has no such stage. Its stages are: dev, prod.',
  );
});

test.each([
  [
    'no file',
    undefined,
    /src\/template\/service\.ts: cannot be read \(ENOENT.*Run this in the repository of a service/,
  ],
  [
    'another file',
    'export const x = 1;',
    /src\/template\/service\.ts: is not as it was written \(it exports no service\)/,
  ],
  [
    'a broken file',
    'export const service: Service = {;};\n',
    /src\/template\/service\.ts: is not as it was written \(.*JSON/,
  ],
])('%s is an error that says where to run', (_fault, content, message) => {
  if (content !== undefined) writeFileSync(join(directory, 'src/template/service.ts'), content);
  expect(() => readDefinition(directory)).toThrow(message);
});

test('settings are found by name, lists of texts in one cell', () => {
  const settings = settingsOf({ a: [], b: ['x', 'y'], c: [{ name: 'n', v: 1 }], d: [{ v: '' }], e: undefined, f: {} });
  expect(Object.fromEntries(settings)).toEqual({ a: 'none', b: 'x\ny', 'c.n.v': '1', 'd.1.v': '""', f: 'none' });
});
