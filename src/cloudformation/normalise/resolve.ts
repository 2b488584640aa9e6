import { canonical, isObject, type Json, type JsonObject, scalarText } from '../../util/json';
import { UserError } from '../../util/user-error';
import { intrinsic } from '../functions';
import type { Stack, Template } from '../stack';
import { attributeOf, joined, piecesOfSub, referenceTo } from './text';

/**
 * Resolves what a template comparison cannot look through: parameters by their defaults (or by what the parent of a
 * nested stack passes), mappings, and conditions as far as they are known. What stays unknown is written out in
 * place, so that a change of a condition or mapping shows in every resource that depends on it.
 */
export function resolveTemplate(stack: Stack): Template {
  const resolver = new Resolver(stack);
  const resources = Object.entries(stack.template.Resources).flatMap(([logicalId, resource]) => {
    if (!isObject(resource) || typeof resource.Condition !== 'string') return [[logicalId, resolver.value(resource)]];
    const decided = resolver.condition(resource.Condition);
    if (decided === false) return [];
    const { Condition: _, ...rest } = resource;
    return [[logicalId, resolver.value(decided === true ? rest : { ...rest, Condition: decided })]];
  });
  const { Parameters: _parameters, Conditions: _conditions, Mappings: _mappings, ...rest } = stack.template;
  const { Resources: _resources, ...sections } = rest;
  return { ...(resolver.value(sections) as JsonObject), Resources: Object.fromEntries(resources) };
}

const NO_VALUE = Symbol('AWS::NoValue');

type Resolved = Json | typeof NO_VALUE;

/** As often as conditions are looked at: with two of the next in each, their number doubles with every step. */
const MOST_LOOKS = 100_000;

class Resolver {
  private looks = 0;
  private readonly parameters = new Map<string, Json>();
  private readonly mappings: JsonObject;
  private readonly conditions: JsonObject;
  private readonly pseudo: ReadonlyMap<string, string>;

  public constructor(stack: Stack) {
    const { Parameters, Mappings, Conditions } = stack.template;
    this.mappings = isObject(Mappings) ? Mappings : {};
    this.conditions = isObject(Conditions) ? Conditions : {};
    for (const [name, parameter] of Object.entries(isObject(Parameters) ? Parameters : {})) {
      const passed = stack.parameters?.[name];
      if (passed !== undefined) this.parameters.set(name, scalarText(passed) ?? { 'Parent::Value': passed });
      else if (isObject(parameter) && parameter.Default !== undefined) {
        const kind = String(parameter.Type ?? 'String');
        const value = scalarText(parameter.Default) ?? parameter.Default;
        if (kind.startsWith('AWS::SSM::')) this.parameters.set(name, `{{resolve:ssm:${String(value)}}}`);
        else
          this.parameters.set(
            name,
            kind.startsWith('List<') || kind === 'CommaDelimitedList' ? commaDelimited(value) : value,
          );
      }
    }
    this.pseudo = new Map([
      ...(stack.account === undefined ? [] : [['AWS::AccountId', stack.account] as const]),
      ...(stack.region === undefined ? [] : [['AWS::Region', stack.region] as const]),
    ]);
  }

  public value(value: Json): Json {
    const resolved = this.resolve(value);
    return resolved === NO_VALUE ? { Ref: 'AWS::NoValue' } : resolved;
  }

  /** Whether a condition holds, or what it says where that depends on the deployment. */
  public condition(name: string, visited: readonly string[] = []): boolean | Json {
    const expression = this.conditions[name];
    this.looks += 1;
    if (this.looks > MOST_LOOKS) {
      throw new UserError({
        subject: `Conditions.${name}`,
        cause: `is reached more than ${MOST_LOOKS} times`,
        remedy: 'Name a condition once in another, not twice, and compare again',
      });
    }
    if (expression === undefined || visited.includes(name)) return { Condition: name };
    return this.evaluate(expression, [...visited, name]);
  }

  private resolve(value: Json): Resolved {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item)).filter((item) => item !== NO_VALUE);
    if (!isObject(value)) return value;
    const call = intrinsic(value);
    switch (call?.name) {
      case 'Ref':
        if (call.argument === 'AWS::NoValue') return NO_VALUE;
        return this.parameters.get(String(call.argument)) ?? value;
      case 'Fn::If':
        return this.choose(call.argument);
      case 'Fn::FindInMap':
        return this.lookUp(call.argument);
      case 'Fn::Sub':
        return this.substitute(call.argument);
      case 'Fn::Join':
        return this.join(call.argument);
      case 'Fn::Select':
        return this.select(call.argument);
      case 'Fn::Split':
        return this.split(call.argument);
      case 'Fn::GetAtt':
        return typeof call.argument === 'string'
          ? attributeOf(call.argument)
          : { 'Fn::GetAtt': this.value(call.argument) };
    }
    const entries = Object.entries(value).flatMap(([key, item]) => {
      const resolved = this.resolve(item);
      return resolved === NO_VALUE ? [] : [[key, resolved] as const];
    });
    return Object.fromEntries(entries);
  }

  private choose(argument: Json): Resolved {
    const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
    if (typeof name !== 'string' || whenTrue === undefined || whenFalse === undefined) return { 'Fn::If': argument };
    const decided = this.condition(name);
    if (typeof decided === 'boolean') return this.resolve(decided ? whenTrue : whenFalse);
    return { 'Fn::If': [decided, this.value(whenTrue), this.value(whenFalse)] };
  }

  private lookUp(argument: Json): Resolved {
    const [map, first, second, ...rest] = (Array.isArray(argument) ? argument : []).map((item) => this.value(item));
    const content = this.mappings[String(map)];
    if (!isObject(content)) return { 'Fn::FindInMap': this.value(argument) };
    const key = this.literal(first);
    const entry = key === undefined ? undefined : content[key];
    const leaf = isObject(entry) ? entry[this.literal(second) ?? ''] : undefined;
    return leaf ?? { 'Fn::FindInMap': [content, first ?? null, second ?? null, ...rest] };
  }

  private substitute(argument: Json): Json {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof text !== 'string') return { 'Fn::Sub': this.value(argument) };
    const own = isObject(variables) ? (this.value(variables) as JsonObject) : {};
    return joined(piecesOfSub(text, (name) => own[name] ?? this.parameters.get(name) ?? referenceTo(name)));
  }

  private join(argument: Json): Json {
    const [separator, list] = (Array.isArray(argument) ? argument : []).map((item) => this.value(item));
    if (typeof separator !== 'string' || !Array.isArray(list)) return { 'Fn::Join': [separator ?? '', list ?? []] };
    return joined(list.flatMap((item, index) => (index === 0 ? [item] : [separator, item])));
  }

  private select(argument: Json): Json {
    const [index, list] = (Array.isArray(argument) ? argument : []).map((item) => this.value(item));
    const selected = Array.isArray(list) ? list[Number(scalarText(index) ?? Number.NaN)] : undefined;
    return selected ?? { 'Fn::Select': [index ?? null, list ?? null] };
  }

  private split(argument: Json): Json {
    const [separator, text] = (Array.isArray(argument) ? argument : []).map((item) => this.value(item));
    return typeof separator === 'string' && typeof text === 'string'
      ? text.split(separator)
      : { 'Fn::Split': [separator ?? null, text ?? null] };
  }

  private evaluate(expression: Json, visited: readonly string[]): boolean | Json {
    const call = intrinsic(expression);
    const parts = Array.isArray(call?.argument) ? call.argument : [];
    switch (call?.name) {
      case 'Condition':
        return this.condition(String(call.argument), visited);
      case 'Fn::Not': {
        const inner = this.evaluate(parts[0] ?? null, visited);
        return typeof inner === 'boolean' ? !inner : { 'Fn::Not': [inner] };
      }
      case 'Fn::And':
      case 'Fn::Or': {
        const decisive = call.name === 'Fn::Or';
        const inner = parts.map((part) => this.evaluate(part, visited));
        if (inner.includes(decisive)) return decisive;
        const open = inner.filter((part) => typeof part !== 'boolean');
        return open.length === 0 ? !decisive : { [call.name]: open };
      }
      case 'Fn::Equals': {
        const [left, right] = parts.map((part) => this.value(part));
        const [a, b] = [this.literal(left), this.literal(right)];
        if (a !== undefined && b !== undefined) return a === b;
        if (canonical(left) === canonical(right)) return true;
        return { 'Fn::Equals': [left ?? null, right ?? null] };
      }
      default:
        return this.value(expression);
    }
  }

  private literal(value: Json | undefined): string | undefined {
    const call = intrinsic(value);
    return call?.name === 'Ref' ? this.pseudo.get(String(call.argument)) : scalarText(value);
  }
}

function commaDelimited(value: Json): Json {
  return typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
}
