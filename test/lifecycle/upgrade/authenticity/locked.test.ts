import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../../../src/lifecycle/upgrade/authenticity/finding';
import { verifyLocked } from '../../../../src/lifecycle/upgrade/authenticity/locked';
import { lossOf } from '../../../../src/lifecycle/upgrade/authenticity/verify';
import { NPM, type PackageManager, PNPM, YARN, YARN_BERRY } from '../../../../src/package-managers';
import { integrityOf } from './integrity';

const TARGET = { name: 'acme', from: '1.2.0', to: '1.3.0' };
const PROVEN = integrityOf('proven');
const LOCKFILES: readonly [PackageManager, (digest: string) => string][] = [
  [
    NPM,
    (integrity) =>
      JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/acme': { version: '1.3.0', integrity } } }),
  ],
  [
    PNPM,
    (integrity) =>
      JSON.stringify({
        lockfileVersion: '9.0',
        importers: { '.': { devDependencies: { acme: { specifier: '1.3.0', version: '1.3.0' } } } },
        packages: { 'acme@1.3.0': { resolution: { integrity } } },
      }),
  ],
  [YARN, (integrity) => `# yarn lockfile v1\n\nacme@1.3.0:\n  version "1.3.0"\n  integrity ${integrity}\n`],
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'locked-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ devDependencies: { acme: '1.3.0' } }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const check = (manager: PackageManager, lockfile: string, integrity: string | undefined = PROVEN) => {
  writeFileSync(join(folder, manager.lockfile), lockfile);
  return verifyLocked(folder, manager, [{ target: TARGET, integrity, remark: '' }]);
};

describe.each(LOCKFILES.map(([manager, text]) => ({ manager, text, name: manager.name })))(
  '$name',
  ({ manager, text }) => {
    test('installed what was proven', () => expect(check(manager, text(PROVEN))).toEqual([]));
    test('installed another tarball, which stops before anything of it runs', () => {
      const other = integrityOf('another');
      expect(() => check(manager, text(other))).toThrow('acme 1.3.0 was installed with another content');
    });
  },
);

test('the checksum of Yarn is another one, and that is said', () => {
  const lockfile = '__metadata:\n  version: 8\n"acme@npm:1.3.0":\n  version: 1.3.0\n  checksum: 10c0/abc\n';
  expect(check(YARN_BERRY, lockfile)).toEqual([
    expect.stringMatching(/yarn\.lock of Yarn has no digest .* not compared/),
  ]);
});

describe('what a version has lost', () => {
  const none: Finding = { state: 'absent' };
  const signed: Finding = { state: 'verified', by: 'signed' };
  const unchecked: Finding = { state: 'unchecked', because: 'no keys' };
  const built = (source: string): Finding => ({ state: 'verified', by: 'built', source });
  const ours = built('github.com/acme/udp');

  test.each([
    ['nothing where it had nothing', none, none, none, none, undefined],
    ['nothing where it has more', none, none, signed, ours, undefined],
    ['nothing where all is as before', signed, ours, signed, ours, undefined],
    ['nothing where nothing could be checked', unchecked, unchecked, none, none, undefined],
    ['its signature', signed, none, none, none, /has signed 1\.2\.0/],
    ['the key of its signature', signed, none, unchecked, none, /has signed 1\.2\.0/],
    ['its provenance', signed, ours, signed, none, /has a provenance \(github\.com\/acme\/udp\)/],
    [
      'its repository',
      signed,
      ours,
      signed,
      built('github.com/mallory/udp'),
      /by github\.com\/acme\/udp, and .*mallory/,
    ],
  ] as const)('%s', (_, signature, provenance, newSignature, newProvenance, loss) => {
    const now = { signature: newSignature, provenance: newProvenance };
    const found = lossOf({ signature, provenance }, now, TARGET);
    if (loss === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(loss);
  });
});
