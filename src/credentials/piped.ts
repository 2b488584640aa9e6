import { isHarmlessPassword } from './harmless';
import { isNamedCredential } from './policy';
import { READERS } from './programs';
import type { SimpleCommand } from './shell-words';

interface Found {
  readonly kind: string;
  readonly part: number;
}

const WRITER = /^(?:.*\/)?(?:echo|printf)$/;

/** The credentials that a command writes into a program, a file or a here-string: `echo … | chpasswd`. */
export function* writtenCredentials(commands: readonly SimpleCommand[]): Iterable<Found> {
  for (const [index, { words, end }] of commands.entries()) {
    const here = words.findIndex(({ text }) => text === '<<<');
    const given = here < 0 ? undefined : words[here + 1];
    if (given && reads(words.map(({ text }) => text)) && isWritten(given.text)) {
      yield { kind: 'password that is written into a program', part: given.part };
    }
    const start = words.findIndex(({ text }) => WRITER.test(text));
    if (start < 0) continue;
    const redirect = words.findIndex(({ text }) => text === '>' || text === '>>');
    const written = words.slice(start + 1, redirect < 0 ? undefined : redirect).filter(({ text }) => !isFormat(text));
    const [value] = written;
    if (value === undefined) continue;
    const target = redirect < 0 ? undefined : words[redirect + 1]?.text;
    const name = target?.replace(/^.*\//, '').replace(/\.\w{1,5}$/, '') ?? '';
    const into = target === undefined ? commands[index + 1]?.words.map(({ text }) => text) : undefined;
    const isRead = end === '|' && into !== undefined && reads(into);
    const texts = written.map(({ text }) => text).join(' ');
    if (!isRead && !isNamedCredential(name, texts)) continue;
    if (isWritten(texts)) yield { kind: 'password that is written into a program or a file', part: value.part };
  }
}

function reads(words: readonly string[]): boolean {
  const name = words.find((word) => !word.includes('=') && !word.startsWith('-'))?.replace(/^.*\//, '') ?? '';
  return READERS.some(
    (reader) =>
      reader.program.test(name) && (reader.with === undefined || words.some((word) => reader.with?.test(word))),
  );
}

/** Options of `echo`, and the format of `printf`. */
function isFormat(text: string): boolean {
  return /^-[neE]+$/.test(text) || (/%[sb]/.test(text) && /^(?:%[sb]|\\[nt]|\s|:)+$/.test(text));
}

function isWritten(text: string): boolean {
  const value = text.replace(/\\n$/, '');
  const password = /^[\w.-]{1,64}:(.+)$/.exec(value)?.[1] ?? value;
  return !/[$`]/.test(password) && !isHarmlessPassword(password);
}
