import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pitfalls } from '../../src/pitfalls';
import { type Pitfall, THEMES } from '../../src/pitfalls/pitfall';
import { PITFALLS } from '../../src/pitfalls/rules';
import { pitfallDocumentation } from '../../tools/documents/pitfalls';
import { caseFiles, checkedBy } from './support/cases';

const ROOT = join(__dirname, '..', '..');
const measurement = JSON.parse(readFileSync(join(ROOT, 'bench', 'pitfalls', 'result.json'), 'utf8'));

const RULES = join(ROOT, 'src', 'pitfalls', 'rules');
const files = readdirSync(RULES)
  .filter((file) => file !== 'index.ts')
  .map((file) => file.replace(/\.ts$/, ''));

test('P1 to the last one, each once and in order', () => {
  expect(pitfalls.map(({ id }) => id)).toEqual(pitfalls.map((_, index) => `P${index + 1}`));
});

test('a file is the pitfall of its number, and each of them is known', () => {
  const known = files.map((name) => [name, `P${Number(/^p(\d\d)-/.exec(name)?.[1])}`]);
  expect(known.map(([, id]) => id)).toEqual(pitfalls.map(({ id }) => id));
  const ids = files.map((name) => jest.requireActual<{ pitfall: Pitfall }>(join(RULES, name)).pitfall.id);
  expect(ids).toEqual(known.map(([, id]) => id));
  expect(PITFALLS.map(({ id }) => id)).toEqual(ids); // else: npx projen pre-compile
});

test('the cases of a pitfall lie in a file of its name', () => {
  const checked = new Set([...checkedBy('option'), ...checkedBy('template')]);
  const expected = files.filter((_, index) => checked.has(PITFALLS[index]?.id ?? 'P1'));
  expect(caseFiles).toEqual(expected);
});

test('every theme has pitfalls', () => {
  expect(new Set(pitfalls.map(({ theme }) => theme))).toEqual(new Set(THEMES));
});

test.each(pitfalls.map((pitfall) => [pitfall.id, pitfall] as const))('%s is complete', (_id, pitfall) => {
  const { cause, coverage, references, remedy, title } = pitfall;
  expect(coverage.length).toBeGreaterThan(0);
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) expect(new URL(reference).protocol).toBe('https:');
  for (const sentence of [cause, remedy]) expect(sentence).toMatch(/^[A-Z“‘'"].*\.$/s);
  expect(title).not.toMatch(/\.$/);
});

test('docs/pitfalls.md is what the rules say; run "npx tsx tools/docs.ts"', () => {
  expect(readFileSync(join(ROOT, 'docs', 'pitfalls.md'), 'utf8')).toBe(pitfallDocumentation(measurement));
});

test('the measurement covers the corpus as it is', () => {
  const bad = readdirSync(join(__dirname, 'corpus', 'bad'));
  const expected: Record<string, string[]> = JSON.parse(
    readFileSync(join(__dirname, 'corpus', 'expected.json'), 'utf8'),
  );
  const count: Record<string, number> = {};
  for (const findings of Object.values(expected)) {
    for (const id of new Set(findings.map((finding) => finding.split(' ')[0] ?? ''))) count[id] = (count[id] ?? 0) + 1;
  }
  expect(measurement.templates).toBe(bad.length);
  expect(
    Object.fromEntries(Object.entries<{ stated: number }>(measurement.pitfalls).map(([id, row]) => [id, row.stated])),
  ).toEqual(count);
});

test('nothing of the rules loads projen or the CDK, or reads files', () => {
  const files = readdirSync(join(ROOT, 'src', 'pitfalls'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  for (const name of files) {
    const text = readFileSync(join(ROOT, 'src', 'pitfalls', name), 'utf8');
    expect(text).not.toMatch(/from '(projen|aws-cdk-lib|constructs)/);
    if (name !== join('template', 'read.ts')) expect(text).not.toMatch(/from 'node:fs'/);
  }
});
