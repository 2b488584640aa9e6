import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { presetOf } from '../../src/project/preset';
import { temporaryDirectory } from '../support/synthesized';

const RTTI = Symbol.for('jsii.rtti');
const from = (fqn: string) => Object.assign(class {}, { [RTTI]: { fqn, version: '0.0.0' } });

/** A directory in which a package is installed. */
function having(name: string, version: string): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'node_modules', name), { recursive: true });
  writeFileSync(join(directory, 'node_modules', name, 'package.json'), JSON.stringify({ name, version }));
  return directory;
}

test('a subclass of another package is found with the version that is installed', () => {
  expect(presetOf(from('@acme/udp.AcmeUdpService'), having('@acme/udp', '2.1.0'))).toEqual({
    name: '@acme/udp',
    version: '2.1.0',
  });
  class Mine extends from('acme.udp.services.AcmeUdpService') {}
  expect(presetOf(Mine, having('acme.udp', '1.0.0'))).toEqual({ name: 'acme.udp', version: '1.0.0' });
});

test('where it cannot be found, what it was compiled as counts', () => {
  expect(presetOf(from('acme.AcmeUdpService'), temporaryDirectory())).toEqual({ name: 'acme', version: '0.0.0' });
});

test('the project type itself, and what is no class of a package, is no preset', () => {
  expect(presetOf(from('projen-udp-service.UdpServiceProject'), temporaryDirectory())).toBeUndefined();
  expect(presetOf(class {}, temporaryDirectory())).toBeUndefined();
});
