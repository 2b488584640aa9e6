import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { casesOf, checkedBy, findingsAfter } from './support/cases';
import { findingsOf } from './support/check';

const CORPUS = join(__dirname, 'corpus');
const good = readdirSync(join(CORPUS, 'good'));
const bad = readdirSync(join(CORPUS, 'bad'));
const expected: Record<string, string[]> = JSON.parse(readFileSync(join(CORPUS, 'expected.json'), 'utf8'));

test('the corpus is as large as it must be', () => {
  expect(good.length).toBeGreaterThanOrEqual(12);
  expect(bad.length).toBeGreaterThanOrEqual(25);
  expect(Object.keys(expected).sort()).toEqual([...bad].sort());
});

test.each(good)('no finding in good/%s', (name) => {
  expect(findingsOf(join(CORPUS, 'good', name))).toEqual([]);
});

test.each(bad)('every fault of bad/%s, and nothing else', (name) => {
  expect(findingsOf(join(CORPUS, 'bad', name))).toEqual(expected[name]);
});

test('each pitfall that a template can show is shown by one of the corpus, or by a case that shows nothing else', () => {
  const shown = new Set(
    Object.values(expected).flatMap((findings) => findings.map((finding) => finding.split(' ')[0] ?? '')),
  );
  const alone = casesOf('template').filter(([id, { invalid }]) =>
    Object.values(invalid).some(([change]) => findingsAfter(change).every(({ pitfall }) => pitfall === id)),
  );
  const known = new Set([...shown, ...alone.map(([id]) => id)]);
  expect(checkedBy('template').filter((id) => !known.has(id))).toEqual([]);
  expect(shown.size).toBeGreaterThanOrEqual(45);
});
