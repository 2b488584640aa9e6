import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly, readTemplates } from '../../src/cloudformation/files';
import type { Assembly } from '../../src/cloudformation/stack';
import { compareAssemblies } from '../../src/impact/compare';
import { readSide } from '../../src/impact/source/read';
import { temporaryDirectory } from '../support/synthesized';

let folder: string;
beforeEach(() => {
  folder = temporaryDirectory();
});

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const queue = (fifo: string) =>
  `Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {FifoQueue: ${fifo}, DelaySeconds: 8}}\n`;

test.each([
  ['yes', 'true'],
  ['on', '"true"'],
  ['off', 'no'],
])('the same value in other words is no change: %s and %s', (before, after) => {
  const [base, head] = [write('a.yaml', queue(before)), write('b.yaml', queue(after).replace('8', '010'))].map(
    readSide,
  );
  expect(compareAssemblies(base as Assembly, head as Assembly)).toEqual([]);
});

test('another value is a change', () => {
  const [base, head] = [write('a.yaml', queue('yes')), write('b.yaml', queue('y'))].map(readSide);
  expect(compareAssemblies(base as Assembly, head as Assembly)).not.toEqual([]);
});

const TEMPLATE = '{"Resources":{"T":{"Type":"AWS::SNS::Topic"}}}';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test('the mark of an editor of Windows counts for nothing, whoever reads', () => {
  const file = write('bom.json', `\uFEFF${TEMPLATE}`);
  expect(readTemplates([file])[0]?.content).toEqual(JSON.parse(TEMPLATE));
  expect(readSide(file)?.stacks[0]?.template).toEqual(JSON.parse(TEMPLATE));
});

test.each<[string, Uint8Array, string]>([
  ['UTF-16', utf16(`\uFEFF${TEMPLATE}`), 'is UTF-16'],
  ['UTF-16 the other way round', utf16(`\uFEFF${TEMPLATE}`).swap16(), 'is UTF-16'],
  ['UTF-16 without a mark', utf16(TEMPLATE), 'is UTF-16'],
  ['Latin-1', Buffer.from(TEMPLATE.replace('"T"', '"T\u00e4"'), 'latin1'), 'has bytes that are no UTF-8'],
])('%s is refused in a sentence, whoever reads', (_, bytes, message) => {
  const file = write('a.json', bytes);
  const sentence = new RegExp(`a\\.json: ${message}, and CloudFormation reads UTF-8 alone: save it as UTF-8\\.`);
  expect(() => readTemplates([file])).toThrow(sentence);
  expect(() => readSide(file)).toThrow(sentence);
  // a folder does not pass over what it cannot read
  expect(() => readTemplates([folder])).toThrow(sentence);
});

test('of a folder the templates are read, however they are laid out, and nothing else', () => {
  write('minified.json', `{"Parameters":{},${TEMPLATE.slice(1)}`);
  write('deep.json', JSON.stringify(JSON.parse(TEMPLATE), null, 8));
  write('a.yaml', 'Description: x\n"Resources":\n    T: {Type: AWS::SNS::Topic}\n');
  write('other.json', '{"Statement": {"Resources": {"a": 1}}}');
  write('package.json', '{"name": "x"}');
  const names = readTemplates([folder]).map(({ name }) => name);
  expect(names.sort()).toEqual(['a', 'deep', 'minified']);
});

const nested = (url: string) =>
  `Resources:\n  Inner:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ${url}, Parameters: {P: x}}\n`;

test('nested stacks that lie beside a template are read, whoever reads', () => {
  const file = write('outer.yaml', nested('./inner.yaml'));
  write('inner.yaml', 'Parameters: {P: {Type: String}}\nResources:\n  T: {Type: AWS::SNS::Topic}\n');
  expect(readTemplates([file]).map(({ name, parent }) => [name, parent?.logicalId])).toEqual([
    ['outer', undefined],
    ['outer/Inner', 'Inner'],
  ]);
  expect(readSide(file)?.stacks.map(({ id, parameters }) => [id, parameters])).toEqual([
    ['outer', undefined],
    ['outer/Inner', { P: 'x' }],
  ]);
});

test('a template that is nested in itself is refused, whoever reads', () => {
  const file = write('a.yaml', nested('a.yaml'));
  for (const read of [() => readTemplates([file]), () => readSide(file)]) {
    expect(read).toThrow('a.yaml: a nested stack of it is made from this template again');
  }
});

test('the stacks of an assembly and of those within it', () => {
  const stack = (templateFile: string) => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://111122223333/unknown-region',
    properties: { templateFile, stackName: `dns-${templateFile[0]}` },
  });
  const inner = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } };
  write('manifest.json', JSON.stringify({ artifacts: { A: stack('a.json'), Prod: inner } }));
  write(
    'assembly-Prod/manifest.json',
    JSON.stringify({ artifacts: { B: stack('b.json') }, missing: [{ key: 'zones' }] }),
  );
  write('a.json', TEMPLATE);
  write('assembly-Prod/b.json', TEMPLATE);
  const { missing, stacks } = readAssembly(folder);
  expect(stacks.map(({ account, id, name, region }) => ({ account, id, name, region }))).toEqual([
    { account: '111122223333', id: 'A', name: 'dns-a', region: undefined },
    { account: '111122223333', id: 'Prod/B', name: 'dns-b', region: undefined },
  ]);
  expect(missing).toEqual(['zones']);
  expect(readTemplates([folder]).map(({ name }) => name)).toEqual(['dns-a', 'dns-b']);
  expect(() => readSide(folder)).toThrow('is incomplete: context is missing (zones)');
});

test('a template that a manifest names and that is not there', () => {
  const properties = { templateFile: 'gone.json' };
  write('manifest.json', JSON.stringify({ artifacts: { A: { type: 'aws:cloudformation:stack', properties } } }));
  expect(() => readTemplates([folder])).toThrow(/gone\.json: is not there\. /);
});
