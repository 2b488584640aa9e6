import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareAssemblies } from '../../src/impact/compare';
import { readSide } from '../../src/impact/source/read';
import { type Level, worstLevel } from '../../src/model/levels';
import { INDEPENDENT, type IndependentCase, templatesOf } from './independent';

/** Where docs/impact.md decides otherwise: a rule is a part of its security group, and outputs are read by others. */
const DECIDED: ReadonlyMap<string, Level> = new Map([
  ['35', 'in-place'],
  ['42', 'in-place'],
]);

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'impact-independent-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function compare(item: IndependentCase) {
  const [before, after] = templatesOf(item).map(({ name, text }, index) => {
    const folder = join(directory, item.id, String(index));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
    return readSide(join(folder, name));
  });
  if (before === undefined || after === undefined) throw new Error(`pair ${item.id} cannot be read`);
  return compareAssemblies(before, after);
}

test.each(INDEPENDENT.map((item) => [item.id, item.title, item] as const))('%s %s', (_, __, item) => {
  const findings = compare(item);
  const decided = DECIDED.get(item.id);
  expect({ level: worstLevel(findings.map(({ level }) => level)), why: item.why, findings }).toMatchObject({
    level: decided ?? expect.stringMatching(new RegExp(`^(${item.levels.join('|')})$`)),
  });
});
