import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateSource } from '../../src/cloudformation/evaluate/assembly';
import { readTemplates } from '../../src/cloudformation/files';
import { checkTemplates } from '../../src/pitfalls';
import { isObject, type Json, type JsonObject } from '../../src/util/json';
import { sampled } from '../support/sampled';
import { good } from './support/good';

// Many checks, or processes of their own, on a machine that may be busy.
jest.setTimeout(120_000);

const GOOD = join(__dirname, 'corpus', 'good');
const OPEN: Json = { 'Fn::GetAtt': ['CustomResourceElsewhere', 'Value'] };

type Path = readonly (string | number)[];

/** Paths of everything below the properties of the resources. */
function pathsOf(content: Json): Path[] {
  const resources = isObject(content) && isObject(content.Resources) ? content.Resources : {};
  return Object.entries(resources).flatMap(([id, resource]) =>
    isObject(resource) ? below(resource.Properties ?? null, ['Resources', id, 'Properties']) : [],
  );
}

function below(node: Json, path: Path): Path[] {
  if (node === null || typeof node !== 'object') return [path];
  const entries: [string | number, Json][] = Array.isArray(node)
    ? [...node.entries()]
    : Object.entries(node as JsonObject);
  // The parts of an intrinsic are no values of their own.
  if (entries.some(([key]) => key === 'Ref' || String(key).startsWith('Fn::'))) return [path];
  return [path, ...entries.flatMap(([key, value]) => below(value, [...path, key]))];
}

/** Values that make no sense wherever they stand; each commit puts one of them into every place. */
const NONSENSE: readonly [string, Json][] = [
  ['null', null],
  ['text', 'x'],
  ['a list', [{}]],
];

function replace(node: Json, [key, ...rest]: Path, value: Json): Json {
  if (key === undefined) return value;
  if (Array.isArray(node)) return node.map((item: Json, index) => (index === key ? replace(item, rest, value) : item));
  const object = node as JsonObject;
  return { ...object, [key]: replace(object[String(key)] ?? null, rest, value) };
}

/** Every way to change one value of one of the templates. */
function* changed(
  sources: readonly TemplateSource[],
  value: Json,
  chosen = (paths: readonly Path[]) => paths,
): Iterable<[string, TemplateSource[]]> {
  for (const source of sources) {
    for (const path of chosen(pathsOf(source.content))) {
      const content = replace(source.content, path, value);
      yield [path.join('.'), sources.map((other) => (other === source ? { ...other, content } : other))];
    }
  }
}

const inputs: [string, TemplateSource[]][] = [
  [
    'the good template of the rules',
    [{ id: 'good', name: 'good', file: 'good.json', content: good(), lines: new Map() }],
  ],
  ...readdirSync(GOOD).map((name): [string, TemplateSource[]] => [`good/${name}`, readTemplates([join(GOOD, name)])]),
];

describe.each(inputs)('%s', (_input, sources) => {
  test('no value that is left open makes a finding', () => {
    const alarms: string[] = [];
    for (const [path, templates] of changed(sources, OPEN)) {
      for (const { message, pitfall } of checkTemplates(templates)) alarms.push(`${path}: ${pitfall} ${message}`);
    }
    expect(alarms).toEqual([]);
  });

  test.each(NONSENSE.map(([name, value], first) => [name, value, first] as const))(
    'no value that makes no sense breaks a rule: %s',
    (_name, value, first) => {
      const chosen = (paths: readonly Path[]) => sampled(paths, NONSENSE.length, first);
      for (const [, templates] of changed(sources, value, chosen)) {
        expect(() => checkTemplates(templates)).not.toThrow();
      }
    },
  );
});
