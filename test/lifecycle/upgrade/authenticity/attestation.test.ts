import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AttestationContext,
  checkAttestations,
  originOf,
} from '../../../../src/lifecycle/upgrade/authenticity/attestation';
import { NPM_KEYS, SIGSTORE_ROOT } from '../../../../src/lifecycle/upgrade/authenticity/trusted-keys';
import { integrityOf } from './integrity';
import { TransparencyLog } from './transparency-log';

const NAME = '@acme/udp';
const KEYID = 'SHA256:of-the-registry';
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const log = new TransparencyLog();
const integrity = integrityOf('tarball');
const digest = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
const SUBJECT = { name: 'pkg:npm/%40acme/udp@1.3.0', digest: { sha512: digest } };
const PUBLISH = {
  _type: 'https://in-toto.io/Statement/v0.1',
  subject: [SUBJECT],
  predicateType: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1',
  predicate: { name: NAME, version: '1.3.0' },
};

const bundleOf = (statement: object, key = pair.privateKey, by = log) => by.attest(statement, KEYID, key);
const check = (bundle: object, more: Partial<AttestationContext> = {}) =>
  checkAttestations(
    { integrity, signatures: [], attestations: 'https://elsewhere.example/-/npm/v1/attestations/x' },
    {
      name: NAME,
      version: '1.3.0',
      registry: 'https://npm.example/',
      keys: [{ keyid: KEYID, key: pair.publicKey }],
      root: log.root,
      get: async () => ({ status: 200, body: JSON.stringify({ attestations: [{ bundle }] }) }),
      ...more,
    },
  );

test('what the registry attests by itself is right, and no provenance', async () => {
  expect(await check(bundleOf(PUBLISH))).toEqual({ state: 'absent' });
});

test('the attestations are asked of the registry of the package, whatever host it names', async () => {
  const asked: string[] = [];
  const get = async (url: string) => {
    asked.push(url);
    return { status: 404, body: '' };
  };
  await check({}, { get });
  expect(asked).toEqual(['https://npm.example/-/npm/v1/attestations/x']);
});

test.each([
  [
    'of another version',
    { ...PUBLISH, subject: [{ ...SUBJECT, name: 'pkg:npm/%40acme/udp@1.2.0' }] },
    /is one of .*1\.2\.0/,
  ],
  [
    'of another package',
    { ...PUBLISH, subject: [{ ...SUBJECT, name: 'pkg:npm/udp@1.3.0' }] },
    /is one of pkg:npm\/udp/,
  ],
  ['of another tarball', { ...PUBLISH, subject: [{ ...SUBJECT, digest: { sha512: '00' } }] }, /another tarball/],
  ['of no tarball', { ...PUBLISH, subject: [{ name: SUBJECT.name }] }, /another tarball/],
  ['of several things', { ...PUBLISH, subject: [SUBJECT, SUBJECT] }, /is one of/],
  ['of nothing', { ...PUBLISH, subject: 'x' }, /is one of undefined/],
  [
    'that calls itself a provenance, by a key and not by a workflow',
    { ...PUBLISH, predicateType: 'https://slsa.dev/provenance/v1' },
    /made by no workflow/,
  ],
])('an attestation %s is refused', async (_, statement, reason) => {
  await expect(check(bundleOf(statement))).rejects.toThrow(reason);
});

test.each([
  ['another key', bundleOf(PUBLISH, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
  ['another log', bundleOf(PUBLISH, pair.privateKey, new TransparencyLog())],
])('an attestation by %s is refused', async (_, bundle) => {
  await expect(check(bundle)).rejects.toThrow(/cannot be trusted/);
});

test('an attestation whose text was changed is refused', async () => {
  const bundle = bundleOf(PUBLISH) as { dsseEnvelope: { payload: string } };
  bundle.dsseEnvelope.payload = Buffer.from(JSON.stringify({ ...PUBLISH, predicate: {} })).toString('base64');
  await expect(check(bundle)).rejects.toThrow(/cannot be trusted/);
});

test('the public instance of Sigstore does not trust a log of somebody else', async () => {
  await expect(check(bundleOf(PUBLISH), { root: SIGSTORE_ROOT })).rejects.toThrow(/cannot be trusted/);
});

describe('the workflow that a certificate names', () => {
  const GITHUB = 'https://token.actions.githubusercontent.com';
  test.each([
    [GITHUB, 'https://github.com/acme/udp/.github/workflows/release.yml@refs/heads/main', 'github.com/acme/udp'],
    ['https://gitlab.com', 'https://gitlab.com/acme/a/udp//.gitlab-ci.yml@refs/heads/main', 'gitlab.com/acme/a/udp'],
    [GITHUB, 'https://github.com.evil.example/acme/udp/x.yml@refs/heads/main', undefined],
    [GITHUB, 'somebody@example.com', undefined],
    ['https://accounts.google.com', 'https://github.com/acme/udp/.github/workflows/release.yml@x', undefined],
    ['https://gitlab.com', 'https://gitlab.com/acme/udp', undefined],
    ['constructor', 'https://github.com/acme/udp/.github/workflows/release.yml@x', undefined],
  ])('of %s: %s', (issuer, subjectAlternativeName, repository) => {
    expect(originOf({ subjectAlternativeName, extensions: { issuer } })?.repository).toBe(repository);
  });
  test('is none without a certificate', () => expect(originOf(undefined)).toBeUndefined());
});

test('the keys that are trusted without asking are those of the seeds', () => {
  const modules = join(__dirname, '../../../../node_modules/@sigstore/tuf/seeds.json');
  const { targets } = JSON.parse(readFileSync(modules, 'utf8'))['https://tuf-repo-cdn.sigstore.dev'] as {
    targets: Record<string, string>;
  };
  const seed = (name: string) => JSON.parse(Buffer.from(targets[name] ?? '', 'base64').toString('utf8'));
  expect(SIGSTORE_ROOT).toEqual(seed('trusted_root.json'));
  expect(NPM_KEYS).toEqual(seed('registry.npmjs.org%2Fkeys.json'));
});
