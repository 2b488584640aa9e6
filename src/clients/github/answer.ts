import { Refusal } from '../../util/refusal';
import { UserError } from '../../util/user-error';

/**
 * Reads a part of an answer, or says that it is something else.
 *
 * @param at where it stands in the answer, for the message
 */
export type Reader<T> = (value: unknown, at: string) => T;

/** A part of an answer is not what is expected there; the reason says where, what it is and what is expected. */
class OddPart extends Refusal {}

/** What is read by a reader. */
export type Read<R> = R extends Reader<infer T> ? T : never;

export const text: Reader<string> = (value, at) => (typeof value === 'string' ? value : odd(value, at, 'a text'));
export const flag: Reader<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : odd(value, at, 'true or false');
export const whole: Reader<number> = (value, at) =>
  Number.isSafeInteger(value) ? (value as number) : odd(value, at, 'a whole number');

/** Whatever the host says, for who looks at it. */
export const anything: Reader<unknown> = (value) => value;

/** Members of any kind, for who looks at them. */
export const members: Reader<Readonly<Record<string, unknown>>> = (value, at) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : odd(value, at, 'an object');

/** Null where the host says null. */
export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return (value, at) => (value === null ? null : read(value, at));
}

/** Undefined where the host says nothing, or null. */
export function optional<T>(read: Reader<T>): Reader<T | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : read(value, at));
}

/** Something else where the host leaves it out. */
export function otherwise<T>(read: Reader<T>, instead: T): Reader<T> {
  return (value, at) => (value === undefined ? instead : read(value, at));
}

export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, at) =>
    Array.isArray(value) ? value.map((one, index) => read(one, `${at}[${index}]`)) : odd(value, at, 'a list');
}

/** The members that are named, and no other. */
export function object<R extends Readonly<Record<string, Reader<unknown>>>>(
  readers: R,
): Reader<{ readonly [K in keyof R]: Read<R[K]> }> {
  return (value, at) => {
    const given = members(value, at);
    const parts = Object.entries(readers).map(([name, read]) => [
      name,
      read(given[name], at === '' ? name : `${at}.${name}`),
    ]);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
  };
}

/** Whoever gives answers as they are. */
interface Asked {
  get<T>(path: string): Promise<T | undefined>;
}

/**
 * Asks for what stands at a path; nothing where GitHub knows no such thing.
 *
 * @throws UserError where the answer has another form: what is decided by it would be decided by nothing
 */
export async function ask<T>(github: Asked, path: string, read: Reader<T>): Promise<T | undefined> {
  const answer = await github.get<unknown>(path);
  return answer === undefined ? undefined : readAnswer(path, answer, read);
}

/** Reads a whole answer. */
export function readAnswer<T>(path: string, answer: unknown, read: Reader<T>): T {
  try {
    return read(answer, '');
  } catch (error) {
    throw error instanceof OddPart ? oddAnswer(path, error.reason) : error;
  }
}

/** An answer of the API as it was printed. */
export function parsedAnswer(path: string, printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    throw oddAnswer(path, `it is no JSON (${JSON.stringify(printed.trim().slice(0, 60))})`);
  }
}

/** What is said of an answer that nothing can be decided by. */
export function oddAnswer(path: string, cause: string): UserError {
  return new UserError({
    subject: `GitHub's answer to ${path.slice(0, 200)}`,
    cause,
    remedy:
      'Nothing was changed. Run this again; if it stays so, see https://www.githubstatus.com or ask whoever runs your GitHub server, and see what stands between it and this machine.',
  });
}

function odd(value: unknown, at: string, expected: string): never {
  const subject = at === '' ? 'it' : `'${at}'`;
  const found = value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value).slice(0, 60);
  throw new OddPart(`${subject} is ${found}, and ${expected} is expected`);
}
