import { isObject, type Json, type JsonObject } from '../../util/json';
import { Reference, type Template, Unknown, type Value } from './model';
import { and, not, or, type Truth } from './truth';
import { asBoolean, isReference, isUnknown, same, step } from './value';

type Intrinsic = (argument: Json, template: Template) => Value;

/** Evaluate an expression as far as the templates at hand tell. */
export function evaluate(node: Json, template: Template): Value {
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) {
    return node.map((item) => evaluate(item, template)).filter((item) => item !== undefined);
  }
  const entries = Object.entries(node as JsonObject);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) {
    const intrinsic = INTRINSICS[only[0]];
    if (intrinsic) return intrinsic(only[1], template);
    if (only[0].startsWith('Fn::')) return open(node, template);
  }
  // A macro beside other keys, or a loop, adds what cannot be seen here.
  if (entries.some(([key]) => key === 'Fn::Transform' || key.startsWith('Fn::ForEach'))) return open(node, template);
  const result: Record<string, Value> = {};
  for (const [key, value] of entries) {
    const evaluated = evaluate(value, template);
    if (evaluated !== undefined) result[key] = evaluated;
  }
  return result;
}

/** Conditions by template: those that name each other twice would be looked at twice as often with every step. */
const decided = new WeakMap<Template, Map<string, Truth>>();

/** Whether a named condition holds. */
export function truthOfCondition(name: string, template: Template): Truth {
  const known = decided.get(template)?.get(name);
  if (known !== undefined) return known;
  const condition = template.conditions[name];
  if (condition === undefined) return 'unknown';
  const holds = template.assembly.once(condition, () => truth(condition, template), 'unknown');
  decided.set(template, (decided.get(template) ?? new Map<string, Truth>()).set(name, holds));
  return holds;
}

function truth(node: Json, template: Template): Truth {
  if (typeof node === 'string') return asBoolean(node) === true ? true : asBoolean(node) === false ? false : 'unknown';
  if (!isObject(node)) return 'unknown';
  const [entry] = Object.entries(node);
  if (entry === undefined) return 'unknown';
  const [name, argument] = entry;
  const operands = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Condition':
      return typeof argument === 'string' ? truthOfCondition(argument, template) : 'unknown';
    case 'Fn::Not':
      return not(operands[0] === undefined ? 'unknown' : truth(operands[0], template));
    case 'Fn::And':
      return and(operands.map((operand) => truth(operand, template)));
    case 'Fn::Or':
      return or(operands.map((operand) => truth(operand, template)));
    case 'Fn::Equals':
      return operands.length === 2
        ? same(evaluate(operands[0] ?? null, template), evaluate(operands[1] ?? null, template))
        : 'unknown';
    default:
      return 'unknown';
  }
}

function open(node: Json, template: Template, outside = false): Unknown {
  return new Unknown(`${template.id}: ${JSON.stringify(node)}`, outside, node);
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': importValue,
  'Fn::GetStackOutput': getStackOutput,
};

function ref(argument: Json, template: Template): Value {
  if (typeof argument !== 'string') return open({ Ref: argument }, template);
  if (argument === 'AWS::NoValue') return undefined;
  if (argument === 'AWS::StackName') return template.name;
  if (argument.startsWith('AWS::')) return pseudo(argument, template);
  const resource = template.resources.get(argument);
  if (resource) return new Reference(resource, 'Ref');
  return parameter(argument, template);
}

function pseudo(name: string, template: Template): Value {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(template.environment ?? '') ?? [];
  const known = name === 'AWS::AccountId' ? account : name === 'AWS::Region' ? region : undefined;
  return known === undefined || known.startsWith('unknown-') ? open({ Ref: name }, template) : known;
}

function parameter(name: string, template: Template): Value {
  const bound = template.bound(name);
  if (bound !== undefined) return bound;
  const declared = template.parameters[name];
  if (!isObject(declared)) return open({ Ref: name }, template, true);
  const type = typeof declared.Type === 'string' ? declared.Type : '';
  // The default of an SSM parameter type is the parameter's name, not its value.
  if (declared.Default === undefined || type.startsWith('AWS::SSM::')) return open({ Ref: name }, template, true);
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  if (isList && typeof declared.Default === 'string') {
    return declared.Default === '' ? [] : declared.Default.split(',').map((item) => item.trim());
  }
  // CloudFormation takes texts and numbers alone
  return typeof declared.Default === 'object' ? open({ Ref: name }, template, true) : declared.Default;
}

function getAtt(argument: Json, template: Template): Value {
  const path = typeof argument === 'string' ? argument.split('.') : argument;
  if (!Array.isArray(path) || typeof path[0] !== 'string') return open({ 'Fn::GetAtt': argument }, template);
  const attribute = path.slice(1).join('.');
  const resource = template.resources.get(path[0]);
  if (!resource) return open({ 'Fn::GetAtt': argument }, template);
  const nested = attribute.startsWith('Outputs.') ? template.nested(path[0]) : undefined;
  if (nested) {
    const output = nested.outputs[attribute.slice('Outputs.'.length)];
    if (isObject(output)) return evaluate(output.Value ?? null, nested);
  }
  return new Reference(resource, attribute);
}

function sub(argument: Json, template: Template): Value {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return open({ 'Fn::Sub': argument }, template);
  const parts = text.split(/\$\{([^}]*)\}/).map((part, index): Value => {
    if (index % 2 === 0) return part;
    if (part.startsWith('!')) return `\${${part.slice(1)}}`;
    const own = isObject(variables) ? variables[part] : undefined;
    if (own !== undefined) return evaluate(own, template);
    return part.includes('.') ? getAtt(part, template) : ref(part, template);
  });
  return concatenate(parts, '', { 'Fn::Sub': argument }, template);
}

function join(argument: Json, template: Template): Value {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return open({ 'Fn::Join': argument }, template);
  const list = evaluate(argument[1] ?? null, template);
  if (!Array.isArray(list)) return open({ 'Fn::Join': argument }, template);
  return concatenate(list, argument[0], { 'Fn::Join': argument }, template);
}

/** Fold constants; a single reference between nothing is that reference. */
function concatenate(parts: readonly Value[], separator: string, node: Json, template: Template): Value {
  const meaningful = separator === '' ? parts.filter((part) => part !== '') : parts;
  const [only] = meaningful;
  if (meaningful.length === 1 && (isReference(only) || isUnknown(only))) return only;
  const texts = meaningful.map((part) => (typeof part === 'number' || typeof part === 'boolean' ? String(part) : part));
  return texts.every((text) => typeof text === 'string') ? texts.join(separator) : open(node, template);
}

function select(argument: Json, template: Template): Value {
  const [index, list] = Array.isArray(argument) ? argument : [];
  const values = evaluate(list ?? null, template);
  const position = Number(evaluate(index ?? null, template));
  const value = Array.isArray(values) && Number.isInteger(position) ? values[position] : undefined;
  return value === undefined ? open({ 'Fn::Select': argument }, template) : value;
}

function split(argument: Json, template: Template): Value {
  const [separator, text] = Array.isArray(argument) ? argument : [];
  const value = evaluate(text ?? null, template);
  return typeof separator === 'string' && typeof value === 'string'
    ? value.split(separator)
    : open({ 'Fn::Split': argument }, template);
}

function choose(argument: Json, template: Template): Value {
  const [name, yes, no] = Array.isArray(argument) ? argument : [];
  if (typeof name !== 'string') return open({ 'Fn::If': argument }, template);
  const holds = truthOfCondition(name, template);
  if (holds !== 'unknown') return evaluate((holds ? yes : no) ?? null, template);
  const [left, right] = [evaluate(yes ?? null, template), evaluate(no ?? null, template)];
  return left !== undefined && same(left, right) === true ? left : open({ 'Fn::If': argument }, template);
}

function findInMap(argument: Json, template: Template): Value {
  const keys = Array.isArray(argument) ? argument.slice(0, 3).map((key) => evaluate(key, template)) : [];
  if (keys.length !== 3 || !keys.every((key) => typeof key === 'string')) {
    return open({ 'Fn::FindInMap': argument }, template);
  }
  const value = step(evaluate(template.mappings, template), ...keys);
  return value === undefined ? open({ 'Fn::FindInMap': argument }, template) : value;
}

function importValue(argument: Json, template: Template): Value {
  const name = evaluate(argument, template);
  const value = template.exported(name);
  if (value !== undefined) return value;
  return typeof name === 'string'
    ? new Unknown(`export ${name}`, true)
    : open({ 'Fn::ImportValue': argument }, template, true);
}

/** An output of another stack that need not be exported: what the CDK writes between stacks by weak references. */
function getStackOutput(argument: Json, template: Template): Value {
  const value = template.outputOf(evaluate(argument, template));
  return value === undefined ? open({ 'Fn::GetStackOutput': argument }, template, true) : value;
}

/** Logical IDs that an expression refers to, with the attribute (`Ref` for the resource itself). */
export function references(node: Json): readonly { readonly id: string; readonly attribute: string }[] {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) return node.flatMap(references);
  return Object.entries(node as JsonObject).flatMap(([key, value]) => {
    if (key === 'Ref' && typeof value === 'string') return [{ id: value, attribute: 'Ref' }];
    if (key === 'Fn::GetAtt') {
      const [id, ...attribute] = typeof value === 'string' ? value.split('.') : Array.isArray(value) ? value : [];
      return typeof id === 'string' ? [{ id, attribute: attribute.join('.') }] : [];
    }
    if (key === 'Fn::Sub') {
      const text = Array.isArray(value) ? value[0] : value;
      const names = typeof text === 'string' ? [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => match[1]) : [];
      const inText = names.map((name = '') => {
        const [id = '', ...attribute] = name.split('.');
        return { id, attribute: attribute.join('.') || 'Ref' };
      });
      return [...inText, ...(Array.isArray(value) ? references(value[1] ?? null) : [])];
    }
    return references(value);
  });
}
