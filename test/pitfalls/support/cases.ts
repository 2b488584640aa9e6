import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from '../../../src/model/model';
import { checkService, checkTemplates, type Finding, type PitfallId, pitfalls } from '../../../src/pitfalls';
import type { Coverage } from '../../../src/pitfalls/pitfall';
import type { Json } from '../../../src/util/json';
import { type Draft, good } from './good';
import { service } from './service';

/** Changes the good template, and may add templates that are deployed with it. */
export type Change = ((template: Draft) => void) | ((template: Draft) => Record<string, Json>);

interface Cases<Subject> {
  /** Changes after which the pitfall is not found. */
  readonly valid: Readonly<Record<string, Subject>>;
  /** Changes with what is found then. */
  readonly invalid: Readonly<Record<string, readonly [Subject, ...string[]]>>;
}

/** Changes of the good template; what is found is `level logicalId`. */
export type TemplateCases = Cases<Change>;

/** Changes of the good options; what is found is `level option`. */
export type OptionCases = Cases<Partial<Stage>>;

/** What a file of `rules` exports: cases of each check that its pitfall has. */
interface CaseFile {
  readonly options?: OptionCases;
  readonly template?: TemplateCases;
}

const FOLDER = join(__dirname, '..', 'rules');
const ENDING = '.cases.ts';

/** The names of the pitfalls that have cases. */
export const caseFiles: readonly string[] = readdirSync(FOLDER).map((file) => file.slice(0, -ENDING.length));

/** The cases of one kind of checks, by the number of their pitfall. */
export function casesOf<Kind extends keyof CaseFile>(
  kind: Kind,
): [id: PitfallId, cases: NonNullable<CaseFile[Kind]>][] {
  return pitfalls.flatMap(({ id }) => {
    const name = caseFiles.find((file) => Number(/^p(\d+)-/.exec(file)?.[1]) === Number(id.slice(1)));
    const cases = name === undefined ? undefined : jest.requireActual<CaseFile>(join(FOLDER, name + ENDING))[kind];
    return cases === undefined ? [] : [[id, cases] as [PitfallId, NonNullable<CaseFile[Kind]>]];
  });
}

/** The pitfalls with a check of a kind. */
export function checkedBy(kind: Coverage['kind']): PitfallId[] {
  return pitfalls.filter(({ coverage }) => coverage.some((one) => one.kind === kind)).map(({ id }) => id);
}

/** Everything that is found in the changed template. */
export function findingsAfter(change: Change): Finding[] {
  const template = good();
  const others = change(template) ?? {};
  const sources = Object.entries({ service: template as Json, ...others }).map(([name, content]) => ({
    id: name,
    name,
    file: `${name}.json`,
    content,
    lines: new Map<string, number>(),
  }));
  return checkTemplates(sources);
}

/** What is found of a pitfall in the changed template. */
export function foundInTemplate(id: PitfallId, change: Change): string[] {
  return findingsAfter(change)
    .filter(({ pitfall }) => pitfall === id)
    .map(({ level, resource }) => `${level} ${resource?.logicalId}`);
}

/** What is found of a pitfall in the changed options. */
export function foundInOptions(id: PitfallId, changes: Partial<Stage>): string[] {
  return checkService(service(changes), changes)
    .filter(({ pitfall }) => pitfall === id)
    .map(({ level, option }) => `${level} ${option}`);
}

/** One test a case of each pitfall. */
export function describeCases<Subject>(
  pitfallsWithCases: readonly [PitfallId, Cases<Subject>][],
  found: (id: PitfallId, subject: Subject) => string[],
): void {
  describe.each(pitfallsWithCases)('%s', (id, { valid, invalid }) => {
    test.each(Object.entries(valid))('finds nothing: %s', (_name, subject) => {
      expect(found(id, subject)).toEqual([]);
    });
    test.each(Object.entries(invalid))('finds: %s', (_name, [subject, ...expected]) => {
      expect(found(id, subject)).toEqual(expected);
    });
  });
}
