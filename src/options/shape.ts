import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import * as projen from 'projen';
import type { Problem } from '../util/problems';
import * as enums from '.';

/**
 * Checks values against the option structs as the package's own jsii manifest describes them: unknown names, wrong
 * types, enum members that do not exist. `projen new --from` checks none of it, and `.projenrc.ts` is run without
 * type-checking.
 */

/** What projen itself adds to the options of a project that is being created. */
const CREATION = '__new__';

interface TypeReference {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
}

interface ManifestType {
  readonly kind: 'interface' | 'enum' | 'class';
  readonly interfaces?: readonly string[];
  readonly properties?: readonly { readonly name: string; readonly optional?: boolean; readonly type: TypeReference }[];
}

interface Manifest {
  readonly name: string;
  readonly types: Readonly<Record<string, ManifestType>>;
}

export interface ShapeCheck {
  /** What the user typed, where that differs from the value (projen turns a mistyped enum member into `undefined`). */
  readonly typed?: Readonly<Record<string, unknown>>;
  /** Whether names that the outermost struct does not have are tolerated: a subclass has options of its own. */
  readonly tolerateUnknown?: boolean;
  /** Why an option is no longer there, and what serves instead; `undefined` where there never was one. */
  readonly retirementOf?: (option: string) => Pick<Problem, 'cause' | 'remedy'> | undefined;
}

/** The problems of `value` as the struct `name` of this package. */
export function checkShape(name: string, value: object, check: ShapeCheck = {}): Problem[] {
  const manifest = loadManifest();
  const { typed = {}, retirementOf = () => undefined } = check;
  return new Shape(manifest, typed, retirementOf).struct(`${manifest.name}.${name}`, '', value, check.tolerateUnknown);
}

/** The names of the options of the struct `name` of this package. */
export function optionNames(name: string): string[] {
  const manifest = loadManifest();
  return [...new Shape(manifest, {}, () => undefined).properties(`${manifest.name}.${name}`).keys()];
}

class Shape {
  public constructor(
    private readonly manifest: Manifest,
    private readonly typed: Readonly<Record<string, unknown>>,
    private readonly retirementOf: NonNullable<ShapeCheck['retirementOf']>,
  ) {}

  public struct(fqn: string, path: string, value: object, tolerateUnknown = false): Problem[] {
    const properties = this.properties(fqn);
    const problems: Problem[] = [];
    for (const [name, given] of Object.entries(value)) {
      const option = path ? `${path}.${name}` : name;
      const type = properties.get(name)?.type;
      if (type) {
        problems.push(...this.value(type, option, given));
      } else if (given !== undefined && name !== CREATION) {
        const retirement = this.retirementOf(option);
        if (retirement === undefined && tolerateUnknown) continue;
        problems.push({
          subject: option,
          value: given,
          ...(retirement ?? {
            cause: `${fqn.split('.').pop()} has no option '${name}'`,
            remedy: suggest(name, [...properties.keys()]),
          }),
        });
      }
    }
    for (const [name, { optional }] of properties) {
      if (!optional && (value as Record<string, unknown>)[name] === undefined) {
        problems.push({
          subject: path ? `${path}.${name}` : name,
          value: undefined,
          cause: 'the option is required',
          remedy: `Give '${name}'.`,
        });
      }
    }
    return problems;
  }

  private value(type: TypeReference, option: string, given: unknown): Problem[] {
    const members = type.fqn ? enumMembers(type.fqn) : undefined;
    if (members) return this.enumMember(members, option, given);
    if (given === undefined) return [];
    if (type.primitive) return this.primitive(type.primitive, option, given);
    if (type.collection) return this.collection(type.collection, option, given);
    if (!type.fqn || this.manifest.types[type.fqn]?.kind !== 'interface') return [];
    return isRecord(given)
      ? this.struct(type.fqn, option, given)
      : [mismatch(option, given, 'an object', FORMS[type.fqn.slice(this.manifest.name.length + 1)])];
  }

  /** Present but undefined means that a member was named which does not exist; it never means "not given". */
  private enumMember(members: Readonly<Record<string, string>>, option: string, given: unknown): Problem[] {
    if (Object.values(members).includes(given as string)) return [];
    const typed = given ?? this.typed[option];
    return [
      {
        subject: option,
        value: typed,
        cause: 'not one of the values this option has',
        remedy: `Use one of ${Object.keys(members)
          .map((member) => `'${member}'`)
          .join(', ')}, or leave the option out.`,
      },
    ];
  }

  private primitive(primitive: string, option: string, given: unknown): Problem[] {
    if (primitive === 'any' || primitive === 'json') return [];
    if (primitive === 'number' && (given === null || Number.isNaN(given))) {
      return [
        {
          subject: option,
          value: null,
          cause: 'not a number',
          remedy: 'Give a number in decimal digits, for example 1234.',
        },
      ];
    }
    return typeof given === primitive ? [] : [mismatch(option, given, `a ${primitive}`)];
  }

  private collection({ kind, elementtype }: NonNullable<TypeReference['collection']>, option: string, given: unknown) {
    if (kind === 'array') {
      if (!Array.isArray(given)) return [mismatch(option, given, 'a list')];
      return given.flatMap((element, index) => this.value(elementtype, `${option}[${label(element, index)}]`, element));
    }
    if (!isRecord(given)) return [mismatch(option, given, 'an object')];
    return Object.entries(given).flatMap(([key, element]) => this.value(elementtype, `${option}.${key}`, element));
  }

  public properties(fqn: string): Map<string, { readonly optional?: boolean; readonly type: TypeReference }> {
    const type = this.manifest.types[fqn];
    const inherited = (type?.interfaces ?? []).flatMap((base) => [...this.properties(base)]);
    return new Map([...inherited, ...(type?.properties ?? []).map((property) => [property.name, property] as const)]);
  }
}

/** Names a list's element by its own name where it has one. */
export function label(element: unknown, index: number): string {
  const name = isRecord(element) ? element.name : undefined;
  return typeof name === 'string' ? name : String(index);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How an object is written whose place invites something else. */
const FORMS: Readonly<Record<string, string>> = {
  SecretOptions:
    "Give where the value lies, and never the value itself: { ssmParameterName: '/dns/token' } or { secretsManagerArn: 'arn:aws:secretsmanager:…' }. " +
    'A value that was written here is in the history of files: replace it.',
};

function mismatch(option: string, value: unknown, expected: string, form = `Give ${expected}.`): Problem {
  const actual =
    value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : typeof value === 'object'
          ? 'an object'
          : `a ${typeof value}`;
  return { subject: option, value, cause: `${actual} where ${expected} is expected`, remedy: form };
}

function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'Remove it; this version has none.';
  const nearest = closest(name, known);
  const close = distance(name, nearest) <= Math.max(2, name.length / 3);
  return close ? `Did you mean '${nearest}'?` : `Remove it; the options are ${[...known].sort().join(', ')}.`;
}

/** The members of an enum of this package or of projen, by name. */
function enumMembers(fqn: string): Readonly<Record<string, string>> | undefined {
  const [module, ...path] = fqn.split('.');
  const root: unknown = module === 'projen' ? projen : enums;
  const found = path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], root);
  return typeof found === 'object' && found !== null ? (found as Record<string, string>) : undefined;
}

let loaded: Manifest | undefined;

function loadManifest(): Manifest {
  if (!loaded) {
    const file = join(__dirname, '..', '..', '.jsii');
    if (!existsSync(file)) {
      throw new Error(
        `${file} is missing: the package is incomplete. Install it again (or compile it: npx projen compile).`,
      );
    }
    loaded = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  }
  return loaded;
}
