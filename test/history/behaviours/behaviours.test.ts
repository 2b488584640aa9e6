import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURE_FLAGS } from '../../../src/history/baselines';
import type { Behaviour } from '../../../src/history/behaviours/behaviour';
import { BEHAVIOURS } from '../../../src/history/behaviours/registry';
import { resolveBehaviours } from '../../../src/history/behaviours/resolve';
import { checkOptions } from '../../../src/options/check';
import { optionNames } from '../../../src/options/shape';
import { resolveService } from '../../../src/service/resolve';
import { behaviourDocumentation } from '../../../tools/documents/behaviours';
import { problemsOf } from '../../support/problems';

const behaviour = (name: string, since: string): Behaviour => ({
  name,
  summary: `What ${name} does.`,
  since,
  impact: 'replaces',
  reversible: false,
  runbook: ['First this.', 'Then that.'],
});

const TWO = [behaviour('newer', '2027-06'), behaviour('elder', '2027-01')];

test.each([
  ['an older baseline has none', {}, '2026-11', []],
  ['a baseline begins with those of its date and before', {}, '2027-01', ['elder']],
  ['a newer one with all', {}, '2027-06', ['elder', 'newer']],
  ['what the options say counts', { newer: true, elder: false }, '2027-01', ['newer']],
  ['but nothing where they say nothing', { elder: undefined }, '2026-11', []],
])('%s', (_, given, baseline, names) => {
  expect(resolveBehaviours(given, baseline, TWO)).toEqual(names);
});

test('each has an option of its name and a baseline that is known', () => {
  expect(optionNames('BehaviourOptions').sort()).toEqual(BEHAVIOURS.map(({ name }) => name).sort());
  expect(BEHAVIOURS.map(({ since }) => since).filter((since) => !(since in FEATURE_FLAGS))).toEqual([]);
});

test('one that this version does not know is refused, in a stage too', () => {
  const options = { name: 'echo', behaviours: { bogus: true }, stages: [{ name: 'dev', behaviours: { bogus: true } }] };
  expect(problemsOf(() => checkOptions(options, false)).map(({ subject, remedy }) => [subject, remedy])).toEqual([
    ['behaviours.bogus', expect.stringMatching(/Remove it|Did you mean/)],
    ['stages[dev].behaviours.bogus', expect.stringMatching(/Remove it|Did you mean/)],
  ]);
});

test('a stage knows its behaviours', () => {
  expect(resolveService({ name: 'echo' }).service.stages[0].behaviours).toEqual([]);
});

test('docs/behaviours.md is what the registry says (npx projen docs)', () => {
  const written = readFileSync(join(__dirname, '../../../docs/behaviours.md'), 'utf8');
  expect(written).toBe(behaviourDocumentation(BEHAVIOURS));
  expect(behaviourDocumentation(TWO)).toMatch(
    /## `newer`[\s\S]*baseline 2027-06[\s\S]*1\. First this\.\n2\. Then that\.\n/,
  );
});
