import { existsSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
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

/** What is wrong with a value, and what is left of it without that. */
export interface CheckedShape {
  readonly problems: readonly Problem[];
  readonly sound: Readonly<Record<string, unknown>>;
  /** Paths of what is wrong, and of what was meant by a mistyped name. */
  readonly doubtful: readonly string[];
}

/** Checks `value` as the struct `name` of this package. */
export function checkShape(name: string, value: object, check: ShapeCheck = {}): CheckedShape {
  const manifest = loadManifest();
  const { typed = {}, retirementOf = () => undefined } = check;
  const shape = new Shape(manifest, typed, retirementOf);
  const { sound = {} } = shape.struct(`${manifest.name}.${name}`, '', value, check.tolerateUnknown);
  return { problems: shape.problems, sound: sound as Readonly<Record<string, unknown>>, doubtful: shape.doubtful };
}

/** The names of the options of the struct `name` of this package. */
export function optionNames(name: string): string[] {
  const manifest = loadManifest();
  return [...new Shape(manifest, {}, () => undefined).properties(`${manifest.name}.${name}`).keys()];
}

/** What is left of a value; without `sound` nothing is. */
interface Checked {
  readonly sound?: unknown;
}

const NOTHING: Checked = {};

class Shape {
  public readonly problems: Problem[] = [];
  public readonly doubtful: string[] = [];

  public constructor(
    private readonly manifest: Manifest,
    private readonly typed: Readonly<Record<string, unknown>>,
    private readonly retirementOf: NonNullable<ShapeCheck['retirementOf']>,
  ) {}

  public struct(fqn: string, path: string, value: object, tolerateUnknown = false): Checked {
    const properties = this.properties(fqn);
    const sound: Record<string, unknown> = {};
    const meant = new Map<string, unknown>();
    // what was typed and came to nothing was meant all the same
    const typed = path === '' ? Object.keys(this.typed).map((name) => [name, undefined]) : [];
    for (const [name, given] of Object.entries({ ...Object.fromEntries(typed), ...value })) {
      const option = join(path, name);
      const type = properties.get(name)?.type;
      if (type) {
        this.keep(sound, name, this.value(type, option, given));
      } else if (name === CREATION) {
        sound[name] = given;
      } else if (given !== undefined) {
        const retirement = this.retirementOf(option);
        if (retirement === undefined && tolerateUnknown) sound[name] = given;
        else {
          const nearest = retirement === undefined ? near(name, [...properties.keys()]) : undefined;
          this.refuse(
            option,
            given,
            retirement?.cause ?? `${fqn.split('.').pop()} has no option '${name}'`,
            retirement?.remedy ?? suggest(nearest, [...properties.keys()]),
          );
          if (nearest !== undefined) meant.set(nearest, given);
        }
      }
    }
    this.read(meant, properties, path, sound, value);
    let isWhole = true;
    for (const [name, { optional }] of properties) {
      if (optional || (value as Record<string, unknown>)[name] !== undefined) continue;
      this.refuse(join(path, name), undefined, 'the option is required', `Give '${name}'.`);
      isWhole = false;
    }
    // what lacks a required part is none; the outermost struct is what it is
    return isWhole || path === '' ? { sound } : NOTHING;
  }

  /** What was given by a mistyped name stands for the option that was meant, where that is not given and the form fits. */
  private read(
    meant: ReadonlyMap<string, unknown>,
    properties: ReturnType<Shape['properties']>,
    path: string,
    sound: Record<string, unknown>,
    value: object,
  ): void {
    for (const [name, given] of meant) {
      const type = properties.get(name)?.type;
      if (type === undefined || name in value) continue;
      this.doubtful.push(join(path, name));
      const trial = new Shape(this.manifest, {}, this.retirementOf);
      this.keep(sound, name, trial.value(type, join(path, name), given));
    }
  }

  private keep(sound: Record<string, unknown>, name: string, checked: Checked): void {
    if ('sound' in checked) sound[name] = checked.sound;
  }

  private refuse(subject: string, value: unknown, cause: string, remedy: string): Checked {
    this.problems.push({ subject, value, cause, remedy });
    this.doubtful.push(subject);
    return NOTHING;
  }

  /** `undefined` is not given, whatever the option holds. */
  private value(type: TypeReference, option: string, given: unknown): Checked {
    const members = type.fqn ? enumMembers(type.fqn) : undefined;
    const meant = members ? (given ?? this.typed[option]) : given;
    if (meant === undefined) return { sound: undefined };
    if (members) return this.enumMember(members, option, meant);
    if (type.primitive) return this.primitive(type.primitive, option, given);
    if (type.collection) return this.collection(type.collection, option, given);
    if (!type.fqn || this.manifest.types[type.fqn]?.kind !== 'interface') return { sound: given };
    if (isRecord(given)) return this.struct(type.fqn, option, given);
    return this.mismatch(option, given, 'an object', FORMS[type.fqn.slice(this.manifest.name.length + 1)]);
  }

  private enumMember(members: Readonly<Record<string, string>>, option: string, given: unknown): Checked {
    if (Object.values(members).includes(given as string)) return { sound: given };
    const names = Object.keys(members).map((member) => `'${member}'`);
    return this.refuse(
      option,
      given,
      'not one of the values this option has',
      `Use one of ${names.join(', ')}, or leave the option out.`,
    );
  }

  private primitive(primitive: string, option: string, given: unknown): Checked {
    if (primitive === 'any' || primitive === 'json') return { sound: given };
    if (primitive === 'number' && (given === null || Number.isNaN(given))) {
      return this.refuse(option, null, 'not a number', 'Give a number in decimal digits, for example 1234.');
    }
    return typeof given === primitive ? { sound: given } : this.mismatch(option, given, `a ${primitive}`);
  }

  private collection(
    { kind, elementtype }: NonNullable<TypeReference['collection']>,
    option: string,
    given: unknown,
  ): Checked {
    if (kind === 'array') {
      if (!Array.isArray(given)) return this.mismatch(option, given, 'a list');
      const checked = given.map((element: unknown, index) => {
        const place = `${option}[${label(element, index)}]`;
        return element === undefined ? this.noElement(place) : this.value(elementtype, place, element);
      });
      const sound = checked.flatMap((one) => ('sound' in one ? [one.sound] : []));
      return sound.length === 0 && given.length > 0 ? NOTHING : { sound };
    }
    if (!isRecord(given)) return this.mismatch(option, given, 'an object');
    const sound: Record<string, unknown> = {};
    for (const [key, element] of Object.entries(given)) {
      this.keep(sound, key, this.value(elementtype, `${option}.${key}`, element));
    }
    return { sound };
  }

  private noElement(option: string): Checked {
    return this.refuse(
      option,
      undefined,
      'the list has an element that is undefined',
      'Take it out of the list, or give what it should be.',
    );
  }

  private mismatch(option: string, value: unknown, expected: string, form = `Give ${expected}.`): Checked {
    return this.refuse(option, value, `${kindOf(value)} where ${expected} is expected`, form);
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

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

/** The name that a mistyped one may stand for. */
function near(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(2, name.length / 3) ? nearest : undefined;
}

function suggest(nearest: string | undefined, known: readonly string[]): string {
  if (known.length === 0) return 'Remove it; this version has none.';
  if (nearest !== undefined) return `Did you mean '${nearest}'?`;
  return `Remove it; the options are ${[...known].sort().join(', ')}.`;
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
    const file = joinPath(__dirname, '..', '..', '.jsii');
    if (!existsSync(file)) {
      throw new Error(
        `${file} is missing: the package is incomplete. Install it again (or compile it: npx projen compile).`,
      );
    }
    loaded = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  }
  return loaded;
}
