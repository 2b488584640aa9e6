import { extname } from 'node:path';
import { type CollectionTag, Pair, Scalar, type ScalarTag, type Tags, YAMLMap } from 'yaml';
import { parameterCycle } from '../../cloudformation/parse/parameter-cycles';
import type { Template } from '../../cloudformation/stack';
import { isObject, type Json } from '../../util/json';
import { parseJsonText } from '../../util/json-text';
import { readText } from '../../util/read-file';
import { UnusableInput } from '../../util/text-limits';
import { parseYamlText, plainValue, type YamlDocument } from '../../util/yaml-text';
import { ImpactError } from '../error';

const SHORT_FORMS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

/** CloudFormation's YAML short forms (`!Ref`, `!GetAtt`, …) as the long forms that JSON templates have. */
const CLOUDFORMATION_TAGS: Tags = [
  scalarTag('!Ref', (text) => ({ Ref: text })),
  scalarTag('!Condition', (text) => ({ Condition: text })),
  scalarTag('!GetAtt', (text) => {
    const dot = text.indexOf('.');
    return { 'Fn::GetAtt': [text.slice(0, dot), text.slice(dot + 1)] };
  }),
  collectionTag('!GetAtt', 'seq', 'Fn::GetAtt'),
  ...SHORT_FORMS.flatMap((name) => [
    scalarTag(`!${name}`, (text) => ({ [`Fn::${name}`]: text })),
    collectionTag(`!${name}`, 'seq', `Fn::${name}`),
    collectionTag(`!${name}`, 'map', `Fn::${name}`),
  ]),
];

function scalarTag(tag: string, resolve: (text: string) => Json): ScalarTag {
  return { tag, resolve: (text) => resolve(text) };
}

function collectionTag(tag: string, collection: 'seq' | 'map', name: string): CollectionTag {
  return {
    tag,
    collection,
    resolve: (node) => {
      const call = new YAMLMap();
      call.add(new Pair(new Scalar(name), node));
      return call;
    },
  };
}

/** Reads a template, JSON or YAML. */
export function readTemplate(file: string): Template {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw new ImpactError(file, `cannot be read (${(error as Error).message})`, 'Name an existing template file');
  }
  return parseTemplate(text, file);
}

export function parseTemplate(text: string, file: string): Template {
  const value = extname(file) === '.json' ? parseJson(text, file) : parseYaml(text, file);
  if (!isObject(value) || !isObject(value.Resources)) {
    throw new ImpactError(
      file,
      'is no CloudFormation template, it has no Resources',
      'Name a template or a cdk.out folder',
    );
  }
  const cycle = parameterCycle(value);
  if (cycle !== undefined) {
    throw new ImpactError(
      file,
      `the default of the parameter ${cycle[0]} refers to itself (${cycle.join(' → ')})`,
      'Write a text as its default',
    );
  }
  return value as Template;
}

function parseJson(text: string, file: string): Json {
  try {
    return parseJsonText(text) as Json;
  } catch (error) {
    throw new ImpactError(file, (error as Error).message, 'Synthesize it again');
  }
}

function parseYaml(text: string, file: string): Json {
  const parsed = readYaml(text, file);
  const { document } = parsed;
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    throw new ImpactError(
      file,
      `is not YAML that CloudFormation reads (${problem.message.split('\n')[0]})`,
      'Correct it',
    );
  }
  return plainValue(parsed) as Json;
}

function readYaml(text: string, file: string): YamlDocument {
  try {
    return parseYamlText(text, { customTags: CLOUDFORMATION_TAGS, merge: true, uniqueKeys: true });
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    throw new ImpactError(file, error.message, 'Correct it');
  }
}
