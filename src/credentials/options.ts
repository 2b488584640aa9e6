import { credentialIn, credentialsAcross, credentialsInCommand, findCredential } from '.';
import { isReference, looksRandom } from './harmless';
import { meaningOf } from './names';

/** A credential in plain data. */
export interface OptionCredential {
  /** Where it stands, for example `stages[prod].application.environment.TOKEN`. */
  readonly path: string;
  readonly kind: string;
}

/** Names of the maps and lists whose meaning is known; everywhere else a text is judged by its own marks alone. */
export interface Places {
  /** Maps whose keys are chosen by the user. */
  readonly maps: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
  /** Names below which nothing reaches a template, a workflow or a file. */
  readonly ignored: ReadonlySet<string>;
}

const DEEPEST = 16;

/** The credentials in plain data of a user. */
export function* credentialsInData(data: unknown, places: Places): Iterable<OptionCredential> {
  yield* inValue(data, '', '', places, new Set());
}

function* inValue(
  value: unknown,
  path: string,
  key: string,
  places: Places,
  above: ReadonlySet<object>,
): Iterable<OptionCredential> {
  if (typeof value === 'string') {
    const found = places.commands.has(key) ? credentialsInCommand([value])[0] : inText(key, value);
    if (found) yield { path, kind: found.kind };
    return;
  }
  if (typeof value !== 'object' || value === null || above.has(value) || above.size > DEEPEST) return;
  const inside = new Set([...above, value]);
  if (Array.isArray(value)) {
    if (places.commands.has(key) && value.every((part) => typeof part === 'string')) {
      for (const { kind, part } of credentialsInCommand(value)) yield { path: `${path}[${part}]`, kind };
      return;
    }
    for (const [index, element] of value.entries()) {
      yield* inValue(element, `${path}[${labelOf(element, index)}]`, key, places, inside);
    }
    return;
  }
  // what is no plain data is no option's value: a function's result, a project
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return;
  const { entryPoint, command } = value as Readonly<Record<string, unknown>>;
  if (isTexts(entryPoint) && isTexts(command)) {
    for (const { kind, part } of credentialsAcross(entryPoint, command)) {
      yield { path: `${path === '' ? '' : `${path}.`}command[${part}]`, kind };
    }
  }
  for (const [name, inner] of Object.entries(value)) {
    if (places.ignored.has(name)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    if (places.maps.has(key) && typeof inner === 'string') {
      const found = findCredential(name, inner);
      if (found) yield { path: at, kind: found.kind };
    } else {
      const inName = places.maps.has(key) ? credentialIn(name) : undefined;
      if (inName) yield { path: at, kind: inName.kind };
      yield* inValue(inner, at, name, places, inside);
    }
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

/** A text by its marks; a random one where the name of a secret belongs is the secret itself. */
function inText(key: string, value: string): { readonly kind: string } | undefined {
  const marked = credentialIn(value);
  if (marked) return marked;
  const meaning = meaningOf(key);
  const namesSecret = meaning === 'password' || meaning === 'secret';
  if (!namesSecret || value.length < 16 || isReference(value) || !looksRandom(value)) return undefined;
  return { kind: 'random text where the name of a secret belongs' };
}

function labelOf(element: unknown, index: number): string {
  const name = typeof element === 'object' && element !== null ? (element as Record<string, unknown>).name : undefined;
  return typeof name === 'string' ? name : String(index);
}
