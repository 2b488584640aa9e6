import { credentialsInCommand, findCredential } from '../../src/credentials';
import { credentials, harmless, type Sample } from './support/corpus';

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
