import { writeIdentity } from '../../../src/lifecycle/projenrc/write-identity';
import { edit, projenrcTs } from './support';

const IDENTITY = { repository: 'octo-org/dns', ownerId: 123456, repositoryId: 789012 };

function written(given: Parameters<typeof edit>[0], identity = IDENTITY) {
  const { files, result } = edit(given, (projenrc) => writeIdentity(projenrc, identity));
  expect(result).toBeUndefined();
  return files;
}

test('numbers come behind what stands there, and nothing else moves', () => {
  const before = `  name: 'dns', // the resolver
  trust: {
    // the main repository
    repository: 'octo-org/dns',
    pullRequests: true,
  },
  ports: [{ port: 53 }],`;
  const after = before.replace(
    'pullRequests: true,',
    'pullRequests: true,\n    ownerId: 123456,\n    repositoryId: 789012,',
  );
  expect(written(projenrcTs(before))['.projenrc.ts']).toBe(projenrcTs(after));
});

test('of a group on one line they stay on it, and an empty one is filled', () => {
  expect(written(projenrcTs("  name: 'dns',\n  trust: { repository: 'octo-org/dns' },"))['.projenrc.ts']).toContain(
    "  trust: { repository: 'octo-org/dns', ownerId: 123456, repositoryId: 789012 },",
  );
  expect(written(projenrcTs("  name: 'dns',\n  trust: {},"))['.projenrc.ts']).toContain(
    "  trust: { repository: 'octo-org/dns', ownerId: 123456, repositoryId: 789012 },",
  );
});

test('without the group it is added, and without numbers the name alone', () => {
  const options = projenrcTs("  name: 'dns',");
  expect(written(options)['.projenrc.ts']).toContain(
    "  name: 'dns',\n  trust: { repository: 'octo-org/dns', ownerId: 123456, repositoryId: 789012 },\n",
  );
  const nameAlone = { repository: 'octo-org/dns' } as typeof IDENTITY;
  expect(written(options, nameAlone)['.projenrc.ts']).toContain("  trust: { repository: 'octo-org/dns' },\n");
});

test('a group in another file, of a preset, and of JSON is found', () => {
  const elsewhere = {
    '.projenrc.ts': `import { AcmeService } from '@acme/udp';\nimport { trust } from './trust';\nnew AcmeService({ name: 'dns', trust }).synth();\n`,
    'trust.ts': `export const trust = {\n  repository: 'octo-org/dns',\n};\n`,
  };
  expect(written(elsewhere)).toEqual({
    'trust.ts': `export const trust = {\n  repository: 'octo-org/dns',\n  ownerId: 123456,\n  repositoryId: 789012,\n};\n`,
  });
  const json = { '.projenrc.json': '{\n  "type": "x",\n  "name": "dns"\n}\n' };
  expect(JSON.parse(written(json)['.projenrc.json'])).toEqual({ type: 'x', name: 'dns', trust: IDENTITY });
});

test.each([
  ['a function', projenrcTs("  name: 'dns',\n  trust: trustOf('octo-org'),")],
  ['a choice', projenrcTs("  name: 'dns',\n  trust: process.env.CI ? { pullRequests: true } : {},")],
  ['options that are spread', projenrcTs("  name: 'dns',\n  ...options(),")],
])('%s is left to a person', (_title, given) => {
  const { files, result } = edit(given, (projenrc) => writeIdentity(projenrc, IDENTITY));
  expect(result).toMatch(/not one object that is written out/);
  expect(files).toEqual({});
});
