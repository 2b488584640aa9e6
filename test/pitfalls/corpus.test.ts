import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pitfalls } from '../../src/pitfalls';
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

test('the corpus shows every pitfall that a template can show', () => {
  const shown = new Set(
    Object.values(expected).flatMap((findings) => findings.map((finding) => finding.split(' ')[0])),
  );
  const ruled = pitfalls.filter(({ coverage }) => coverage.some(({ kind }) => kind === 'template')).map(({ id }) => id);
  expect(ruled.filter((id) => !shown.has(id))).toEqual([]);
});
