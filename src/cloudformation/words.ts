import { isObject, type Json, scalarText } from '../util/json';
import { intrinsic } from './functions';

/** Beyond this a value is cut: who needs all of it reads the template. */
const LIMIT = 200;

/**
 * A value of a template as people say it: `Ref Vpc`, `GetAtt Role.Arn`, `output Subnet of stack dns-network`. For messages
 * alone: nothing is compared by it.
 */
export function inWords(value: Json | undefined): string {
  const text = words(value);
  return text.length > LIMIT ? `${text.slice(0, LIMIT)}…` : text;
}

function words(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  const scalar = scalarText(value);
  if (scalar !== undefined) return scalar;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : value.map(words).join(', ');
  const call = intrinsic(value);
  if (call !== undefined) return callInWords(call.name, call.argument);
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  return entries.length === 0 ? 'nothing' : entries.map(([key, part]) => `${key} ${words(part)}`).join(', ');
}

function callInWords(name: string, argument: Json): string {
  const known = CALLS[name];
  if (known !== undefined) return known(argument, listOf(argument));
  // a function that has no words here: its short name and what it is given
  return `${name.replace(/^Fn::/, '')} of ${words(argument)}`;
}

type InWords = (argument: Json, parts: readonly Json[]) => string;

const CALLS: Readonly<Record<string, InWords>> = {
  Ref: (name) => `Ref ${words(name)}`,
  Condition: (name) => `condition ${words(name)}`,
  'Fn::GetAtt': (_argument, parts) => `GetAtt ${parts.map(words).join('.')}`,
  'Fn::Sub': (_argument, [text, values]) =>
    values === undefined ? words(text) : `${words(text)} with ${words(values)}`,
  'Fn::Join': (_argument, [separator, parts]) =>
    Array.isArray(parts) ? parts.map(inText).join(words(separator)) : `${words(parts)} joined by ${words(separator)}`,
  'Fn::If': (_argument, [condition, yes, no]) =>
    `${words(yes)} if ${isObject(condition) ? words(condition) : `condition ${words(condition)}`}, else ${words(no)}`,
  'Fn::Select': (_argument, [index, list]) => `item ${words(index)} of ${words(list)}`,
  'Fn::Split': (_argument, [separator, text]) => `${words(text)} split at ${words(separator)}`,
  'Fn::FindInMap': (_argument, [map, ...keys]) =>
    `${keys.map(words).join('.')} of ${isObject(map) ? 'a mapping' : `mapping ${words(map)}`}`,
  'Fn::ImportValue': (name) => `export ${words(name)}`,
  'Fn::GetStackOutput': (argument) => outputInWords(argument),
  'Fn::GetAZs': (region) => `the zones of ${region === '' ? 'the region' : words(region)}`,
  'Fn::Cidr': (_argument, [block]) => `a part of ${words(block)}`,
  'Fn::Base64': (text) => words(text),
  'Fn::Equals': (_argument, [left, right]) => `${words(left)} equals ${words(right)}`,
  'Fn::Not': (_argument, [condition]) => `not ${words(condition)}`,
  'Fn::And': (_argument, conditions) => conditions.map(words).join(' and '),
  'Fn::Or': (_argument, conditions) => conditions.map(words).join(' or '),
};

function listOf(argument: Json): readonly Json[] {
  return Array.isArray(argument) ? argument : [argument];
}

/** Within a text a reference has the form that `Fn::Sub` gives it. */
function inText(part: Json): string {
  const call = intrinsic(part);
  if (call === undefined) return words(part);
  if (call.name === 'Ref') return `\${${words(call.argument)}}`;
  if (call.name === 'Fn::GetAtt') return `\${${listOf(call.argument).map(words).join('.')}}`;
  if (call.name === 'Fn::Join' || call.name === 'Fn::Sub') return words(part);
  return `\${${words(part)}}`;
}

function outputInWords(argument: Json): string {
  if (!isObject(argument)) return `output ${words(argument)} of a stack`;
  const { OutputName: output, StackName: stack, Region: region } = argument;
  return `output ${words(output)} of stack ${words(stack)}${region === undefined ? '' : ` in ${words(region)}`}`;
}
