import { credentialsInCommand, findCredential } from '../../src/credentials';
import { credentials, harmless } from './support/corpus';
import { credentialsHeldOut, harmlessHeldOut } from './support/hold-out';
import { reviewedCredentials } from './support/reviewed-credentials';
import { reviewedHarmless } from './support/reviewed-harmless';
import type { Sample } from './support/sample';

const isFound = (sample: Sample): boolean =>
  'command' in sample
    ? credentialsInCommand(sample.command).length > 0
    : findCredential(sample.name, sample.value) !== undefined;

const titles = (samples: readonly Sample[]) => samples.map(({ title }) => title);

test('the corpus has 60 credentials of at least 20 issuers, and 60 harmless values', () => {
  expect(credentials()).toHaveLength(60);
  expect(new Set(credentials().map(({ title }) => title.split(':')[0])).size).toBeGreaterThanOrEqual(20);
  expect(harmless()).toHaveLength(60);
});

test('every credential is found', () => {
  expect(titles(credentials().filter((sample) => !isFound(sample)))).toEqual([]);
});

test('no harmless value is taken for one', () => {
  expect(titles(harmless().filter(isFound))).toEqual([]);
});

test('of the forms that were held out while the detectors were tuned, the same holds', () => {
  expect(credentialsHeldOut()).toHaveLength(60);
  expect(harmlessHeldOut()).toHaveLength(60);
  expect(titles(credentialsHeldOut().filter((sample) => !isFound(sample)))).toEqual([]);
  expect(titles(harmlessHeldOut().filter(isFound))).toEqual([]);
});

test('of what a review tried, the same holds', () => {
  expect(titles(reviewedCredentials().filter((sample) => !isFound(sample)))).toEqual([]);
  expect(titles(reviewedHarmless().filter(isFound))).toEqual([]);
});

test('what is found says what it is, and never the value', () => {
  for (const sample of [...credentials(), ...credentialsHeldOut(), ...reviewedCredentials()]) {
    const found =
      'command' in sample ? credentialsInCommand(sample.command)[0] : findCredential(sample.name, sample.value);
    const values = 'command' in sample ? sample.command.filter((part) => !/^--[a-z-]+$/.test(part)) : [sample.value];
    for (const value of values.filter((text) => text.length > 12)) expect(found?.kind).not.toContain(value);
  }
});

test('a text of the largest size is judged within seconds, whatever it repeats', () => {
  const repeated = [
    'a',
    'a=',
    'http://',
    'password:',
    'x://a:b',
    '-----BEGIN ',
    '"kty":"d":',
    'QUJD',
    'eyJ.',
    'bearer ',
  ];
  for (const text of repeated) {
    // time of the processor: other programs of the machine do not count
    const before = process.cpuUsage();
    findCredential('TEXT', text.repeat(Math.ceil(65_536 / text.length)));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000);
  }
});
