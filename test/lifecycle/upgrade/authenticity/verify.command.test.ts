import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpGet } from '../../../../src/lifecycle/upgrade/authenticity/http';
import { verifyTargets } from '../../../../src/lifecycle/upgrade/authenticity/verify';
import { programsIn } from '../../../../src/lifecycle/upgrade/program';
import { Registry } from '../../../../src/lifecycle/upgrade/registry';
import { PACKAGE_MANAGERS, type PackageManager } from '../../../../src/package-managers';
import { withPackageManager } from '../../../support/package-managers';
import { SigningRegistry } from './signing-registry';

const NAME = '@acme/udp';
const TARGET = { name: NAME, from: '1.2.0', to: '1.3.0' };
let registry: SigningRegistry;
let folder: string;

beforeEach(async () => {
  registry = await SigningRegistry.start();
  folder = mkdtempSync(join(tmpdir(), 'authenticity-'));
  writeFileSync(join(folder, 'package.json'), '{"name":"service","version":"1.0.0","private":true}');
  writeFileSync(join(folder, '.npmrc'), `@acme:registry=${registry.url}\n`);
});
afterEach(async () => {
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The registry as a program of the package manager shows it: the real one for one manager, quicker for the rest. */
function quickly(): Pick<Registry, 'dist' | 'published' | 'addressFor'> {
  const packument = async () => JSON.parse((await httpGet(registry.url + encodeURIComponent(NAME))).body);
  const { readDist } =
    require('../../../../src/lifecycle/upgrade/authenticity/dist') as typeof import('../../../../src/lifecycle/upgrade/authenticity/dist');
  return {
    dist: async (spec) => readDist((await packument()).versions[spec.slice(NAME.length + 1)]?.dist),
    published: async (_, version) => new Date((await packument()).time[version]),
    addressFor: async () => registry.url,
  };
}

const verify = async (asked: string[] = []) =>
  (await verifyTargets([TARGET], quickly(), { asked: new Set(asked) })).map(({ remark }) => remark);

const publish = (before: Partial<Parameters<SigningRegistry['publish']>[2]>, now: typeof before) => {
  registry.publish(NAME, TARGET.from, { content: 'old', ...before });
  registry.publish(NAME, TARGET.to, { content: 'new', ...now });
};

test('says by which key the registry has signed a version, and that it has no provenance', async () => {
  publish({}, {});
  expect(await verify()).toEqual([
    `${NAME} 1.3.0: signed by the registry (key ${registry.keyid}); ${new URL(registry.url).host} has no provenance of it`,
  ]);
});

test('says where nothing is signed that the digest of the lockfile is all there is', async () => {
  registry.keysStatus = 404;
  publish({ signed: false }, { signed: false });
  expect(await verify()).toEqual([
    expect.stringMatching(/has no signature of it; .* has no provenance of it; nothing but the digest in the lockfile/),
  ]);
});

test.each([
  [
    'a signature of something else',
    (own: object) => ({ ...own, sig: Buffer.from('no').toString('base64') }),
    /signature of the registry over .* is wrong/,
  ],
  ['an empty signature', (own: object) => ({ ...own, sig: '' }), /is wrong/],
  ['a signature that is no text', (own: object) => ({ ...own, sig: { a: 1 } }), /is wrong/],
  [
    'a key that the registry does not have',
    (own: object) => ({ ...own, keyid: 'SHA256:mine' }),
    /SHA256:mine, which is none of/,
  ],
  ['no key', () => ({ sig: 'x' }), /which is none of the registry/],
  [
    'the name of a key of the public registry',
    (own: object) => ({ ...own, keyid: 'SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U' }),
    /is wrong/,
  ],
])('is blocked by %s', async (_, spoilt, reason) => {
  publish({}, { signed: spoilt });
  await expect(verify()).rejects.toThrow(reason);
  // asking for it by its number accepts less proof, and never a wrong one
  await expect(verify([`${NAME}@1.3.0`])).rejects.toThrow(reason);
});

test('is blocked by the signature of another version', async () => {
  const made: object[] = [];
  const keep = (own: object) => made[made.push(own) - 1] ?? {};
  publish({ signed: keep }, { signed: () => made[0] ?? {} });
  await expect(verify()).rejects.toThrow(/is wrong/);
});

test.each([
  ['before the version was published', '2025-12-31T00:00:00.000Z', false],
  ['after it', '2026-01-02T00:00:00.000Z', true],
])('a key that ended %s', async (_, expires, isGood) => {
  registry.keyExpires = expires;
  publish({}, {});
  if (isGood) expect(await verify()).toEqual([expect.stringContaining('signed by the registry')]);
  else await expect(verify()).rejects.toThrow(/has signed nothing since 2025-12-31/);
});

test('says that a signature was not checked where the registry tells no keys', async () => {
  registry.keysStatus = 404;
  publish({}, {});
  expect(await verify()).toEqual([
    expect.stringMatching(/not checked: it is signed with the key .* tells no keys \(status 404\)/),
  ]);
});

test('is blocked where the version before was signed and this one is not, and says so where it was asked for', async () => {
  publish({}, { signed: false });
  await expect(verify()).rejects.toThrow(/less proof of its origin .* has signed 1\.2\.0, and this version it has not/);
  expect(await verify([`${NAME}@1.3.0`])).toEqual([
    expect.stringMatching(/this version it has not, and this version was asked for/),
  ]);
});

describe('attestations', () => {
  const statement = (subject: object) => ({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      publicKey: { hint: 'SHA256:of-the-registry' },
      tlogEntries: [],
      timestampVerificationData: { rfc3161Timestamps: [] },
    },
    dsseEnvelope: {
      payload: Buffer.from(JSON.stringify({ subject: [subject] })).toString('base64'),
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ sig: 'AA==', keyid: '' }],
    },
  });

  test.each([
    ['that nobody has signed', { attestations: [{ bundle: statement({ name: 'x' }) }] }, /cannot be trusted/],
    ['without a bundle', { attestations: [{}] }, /cannot be trusted/],
    ['of none', { attestations: [] }, /cannot be read/],
    ['in another form', { attestations: 'x' }, /cannot be read/],
  ])('%s block', async (_, attestations, reason) => {
    publish({}, { attestations });
    await expect(verify()).rejects.toThrow(reason);
  });

  test('that the registry does not serve are said to be unchecked', async () => {
    registry.servesAttestations = false;
    publish({}, { attestations: { attestations: [] } });
    expect(await verify()).toEqual([
      expect.stringMatching(/not checked: the registry says .* does not serve them \(status 404\)/),
    ]);
  });
});

describe.each(PACKAGE_MANAGERS.map((manager): [string, PackageManager] => [manager.name, manager]))(
  '%s',
  (_, manager) => {
    test('shows what the registry of the scope has signed', async () => {
      publish({}, {});
      if (manager.name === 'yarn-berry') {
        writeFileSync(join(folder, 'yarn.lock'), '');
        const scope = { npmRegistryServer: registry.url };
        writeFileSync(
          join(folder, '.yarnrc.yml'),
          JSON.stringify({ npmScopes: { acme: scope }, unsafeHttpWhitelist: ['127.0.0.1'], enableTelemetry: false }),
        );
      }
      const { PATH } = { ...process.env, ...withPackageManager(manager.name) };
      const run = programsIn(folder, new AbortController().signal);
      const asked = new Registry(manager, (command, options) =>
        run(command, { ...options, env: { ...options.env, PATH } }),
      );
      expect(await asked.addressFor(NAME)).toBe(registry.url);
      const [{ remark } = { remark: '' }] = await verifyTargets([TARGET], asked, { asked: new Set() });
      expect(remark).toContain(`signed by the registry (key ${registry.keyid})`);
      expect((await asked.published(NAME, '1.3.0'))?.getFullYear()).toBe(2026);
    });
  },
);
