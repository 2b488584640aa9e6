import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CORPUS } from '../../bench/impact/corpus';
import type { CorpusCase, CorpusSide } from '../../bench/impact/corpus/case';
import { writeSide } from '../../bench/impact/corpus/write';
import { compareAssemblies } from '../../src/impact/compare';
import type { Finding } from '../../src/impact/model';
import { DEFAULT_RULES, RESOURCE_RULES, STACK_RULES } from '../../src/impact/rules';
import { readSide } from '../../src/impact/source/read';
import { worstLevel } from '../../src/model/levels';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'impact-corpus-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function compare({ id }: CorpusCase, base: CorpusSide, head: CorpusSide): Finding[] {
  const [before, after] = [base, head].map((side, index) =>
    readSide(writeSide(join(directory, id, String(index)), side)),
  );
  if (before === undefined || after === undefined) throw new Error(`corpus case ${id} cannot be read`);
  return compareAssemblies(before, after);
}

test('the corpus is large enough, and its IDs are unique', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(100);
  expect(new Set(CORPUS.map(({ id }) => id)).size).toBe(CORPUS.length);
});

test('every rule is the reason of at least one case', () => {
  const found = new Set(CORPUS.flatMap((item) => compare(item, item.base, item.head)).map(({ rule }) => rule));
  const rules = [...RESOURCE_RULES, ...DEFAULT_RULES, ...STACK_RULES].map(({ id }) => id);
  expect(rules.filter((id) => !found.has(id))).toEqual([]);
});

describe.each(CORPUS.map((item) => [item.id, item] as const))('%s', (_, item) => {
  test(`${item.title}: ${item.level}`, () => {
    const findings = compare(item, item.base, item.head);
    expect({ level: worstLevel(findings.map(({ level }) => level)), findings }).toMatchObject({ level: item.level });
  });

  test('the same on both sides is none', () => {
    expect(compare(item, item.base, item.base)).toEqual([]);
    expect(compare(item, item.head, item.head)).toEqual([]);
  });
});
