import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CORPUS } from '../../bench/impact/corpus';
import type { CorpusCase, CorpusSide } from '../../bench/impact/corpus/case';
import { writeSide } from '../../bench/impact/corpus/write';
import type { Assembly } from '../../src/cloudformation/stack';
import { compareAssemblies } from '../../src/impact/compare';
import type { Finding } from '../../src/impact/model';
import { FALLBACK_RULES } from '../../src/impact/rules/fallback';
import { RESOURCE_RULES } from '../../src/impact/rules/resources';
import { STACK_RULES } from '../../src/impact/rules/stacks';
import { TEMPLATE_RULES } from '../../src/impact/rules/templates';
import { readSide } from '../../src/impact/source/read';
import { worstLevel } from '../../src/model/levels';

const RULES = join(__dirname, '..', '..', 'src', 'impact', 'rules');
const known = [...FALLBACK_RULES, ...RESOURCE_RULES, ...STACK_RULES, ...TEMPLATE_RULES].map(({ id }) => id);

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'impact-corpus-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Both sides as they were read, each from files of its own also where one is compared with itself. */
const read = [new Map<CorpusSide, Assembly>(), new Map<CorpusSide, Assembly>()] as const;

function sideOf(id: string, place: 0 | 1, side: CorpusSide): Assembly {
  const known =
    read[place].get(side) ?? readSide(writeSide(join(directory, `${id}-${read[place].size}`, `${place}`), side));
  if (known === undefined) throw new Error(`corpus case ${id} cannot be read`);
  read[place].set(side, known);
  return known;
}

const compare = ({ id }: CorpusCase, base: CorpusSide, head: CorpusSide): Finding[] =>
  compareAssemblies(sideOf(id, 0, base), sideOf(id, 1, head));

const found = new Map<CorpusCase, Finding[]>();

/** What is found in a case, by each test that asks. */
function findingsOf(item: CorpusCase): Finding[] {
  const findings = found.get(item) ?? compare(item, item.base, item.head);
  found.set(item, findings);
  return findings;
}

test('the corpus is large enough, and its IDs are unique', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(100);
  expect(new Set(CORPUS.map(({ id }) => id)).size).toBe(CORPUS.length);
});

test('every rule is the reason of at least one case', () => {
  const reasons = new Set(CORPUS.flatMap(findingsOf).map(({ rule }) => rule));
  expect(known.filter((id) => !reasons.has(id))).toEqual([]);
});

test('a rule is a file of its name, and each of them is known', () => {
  const files = ['fallback', 'resources', 'stacks', 'templates'].flatMap((kind) =>
    readdirSync(join(RULES, kind)).filter((file) => file !== 'index.ts'),
  );
  expect(files.map((file) => file.replace(/\.ts$/, '')).sort()).toEqual([...known].sort()); // else: npx projen pre-compile
});

test('no finding shows a value as JSON: people read it', () => {
  const texts = CORPUS.flatMap(findingsOf).map(({ reason }) => reason);
  expect(texts.filter((text) => /\{"|Fn::|\[object|\bundefined\b/.test(text))).toEqual([]);
});

describe.each(CORPUS.map((item) => [item.id, item] as const))('%s', (_, item) => {
  test(`${item.title}: ${item.level}`, () => {
    const findings = findingsOf(item);
    expect({ level: worstLevel(findings.map(({ level }) => level)), findings }).toMatchObject({ level: item.level });
  });

  test('the same on both sides is none', () => {
    expect(compare(item, item.base, item.base)).toEqual([]);
    expect(compare(item, item.head, item.head)).toEqual([]);
  });
});
