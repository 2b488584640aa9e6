import { credentialsInCommand, findCredential } from '../../src/credentials';
import { Random } from './support/construct';
import { credentials, harmless } from './support/corpus';
import { credentialsHeldOut, harmlessHeldOut } from './support/hold-out';
import { reviewedCredentials } from './support/reviewed-credentials';
import { reviewedHarmless } from './support/reviewed-harmless';
import type { Sample } from './support/sample';
import { secondCredentials, secondHarmless } from './support/second-hold-out';
import { thirdCredentials, thirdHarmless } from './support/third-hold-out';

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

test('of what was held out later, the same holds but for what no mark and no name tells', () => {
  expect(titles(secondCredentials().filter((sample) => !isFound(sample)))).toEqual([]);
  expect(titles(secondHarmless().filter(isFound))).toEqual([]);
  const missed = titles(thirdCredentials().filter((sample) => !isFound(sample)));
  // an image has the form of `super:password`, and what a command prints is not known
  expect(missed.map((title) => title.split(/[= ]/)[0])).toEqual(['ZOOKEEPER_DIGEST', 'restic']);
  expect(titles(thirdHarmless().filter(isFound))).toEqual([]);
});

test('what is found says what it is, and never the value', () => {
  for (const sample of [...credentials(), ...credentialsHeldOut(), ...reviewedCredentials(), ...secondCredentials()]) {
    const found =
      'command' in sample ? credentialsInCommand(sample.command)[0] : findCredential(sample.name, sample.value);
    const values = 'command' in sample ? sample.command.filter((part) => !/^--[a-z-]+$/.test(part)) : [sample.value];
    for (const value of values.filter((text) => text.length > 12)) expect(found?.kind).not.toContain(value);
  }
});

describe('a text of the largest size is judged soon, whatever it repeats', () => {
  const r = new Random(5);
  const whole = (text: string) => text.repeat(Math.ceil(65_536 / text.length)).slice(0, 65_536);
  const random = r.text('base64', 65_536);
  const encoded = Buffer.from(Buffer.from(r.text('letters', 36_000)).toString('base64')).toString('base64');
  const words = Array.from({ length: 9_000 }, () => r.text('letters', 6)).join(' ');

  test.each([
    ...['a', 'a=', 'a:=', 'a:b ', 'http://', 'password:', 'x://a:b', 'x@y:z', '?a=b', 'key=', 'a-', 'QUJD', 'eyJ.'],
    ...[
      '-----BEGIN ',
      '"kty":"d":',
      'bearer ',
      '-p x ',
      '<a>',
      'sh -c "',
      '{"name":"',
      'IDENTIFIED BY ',
      '/a@',
      '0af1',
    ],
    ...['value=', '<a b="', 'set password ', "'a','", '1 M ', 'x:y:z:'],
    ...[random, encoded, words],
  ])('%.20s', (text) => {
    findCredential('TEXT', 'the rules are read');
    // time of the processor, the least of three: other programs of the machine do not count
    const times = [1, 2, 3].map((run) => {
      const before = process.cpuUsage();
      findCredential('TEXT', whole(`${run}${text}`));
      return process.cpuUsage(before).user / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(300);
  });
});
