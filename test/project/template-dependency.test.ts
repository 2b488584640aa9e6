import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'projen';
import { UdpServiceProject } from '../../src';
import { synthesize, temporaryDirectory } from '../support/synthesized';

const rangeOf = (files: ReturnType<typeof synthesize>) =>
  files['package.json'].devDependencies['projen-udp-service'] as string | undefined;

/** A preset as jsii compiles it, installed in a repository of its own. */
function synthesizePreset(manifest: object): ReturnType<typeof synthesize> {
  const outdir = temporaryDirectory();
  const folder = join(outdir, 'node_modules/@acme/udp');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@acme/udp', version: '3.2.1', ...manifest }));
  class AcmeUdpService extends UdpServiceProject {}
  Object.assign(AcmeUdpService, { [Symbol.for('jsii.rtti')]: { fqn: '@acme/udp.AcmeUdpService', version: '3.2.1' } });
  return Testing.synth(new AcmeUdpService({ name: 'echo', outdir }));
}

test('a repository that names the package keeps the version that it names', () => {
  expect(rangeOf(synthesize({ devDeps: ['projen-udp-service@^1.2.0'] }))).toBe('^1.2.0');
});

test('a repository that names nothing depends on the package', () => {
  expect(rangeOf(synthesize())).toBe('*');
});

test.each([
  ['^1.2.0', { peerDependencies: { 'projen-udp-service': '^1.2.0' } }],
  ['~1.4.0', { dependencies: { 'projen-udp-service': '~1.4.0' } }],
  ['*', { peerDependencies: { 'projen-udp-service': '*' } }],
  ['*', {}],
])('a repository of a preset depends on %s, as %j says', (range, manifest) => {
  expect(rangeOf(synthesizePreset(manifest))).toBe(range);
});
