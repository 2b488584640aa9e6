import { isHarmlessSecret, isPath, isReference, looksChosen, looksRandom } from './harmless';
import { meaningOf, namesUser } from './names';
import { writtenCredentials } from './piped';
import { isNamedCredential } from './policy';
import { CARRIERS, CARRYING_SCRIPT, PROGRAMS, type Program } from './programs';
import { type SimpleCommand, shellWords, simpleCommands } from './shell-words';
import { CHOSEN, WEAK } from './switches';

/** A credential in one part of a command. */
export interface Part {
  readonly kind: string;
  /** Number of the part, from 0. */
  readonly part: number;
}

type Words = SimpleCommand['words'];

/** Lines in the quotes of lines are looked at so deep; a shell in a shell in a shell is the third. */
export const DEEPEST_LINE = 5;

/** The credentials that the options of a program take, in the parts of a command. */
export function* commandCredentials(parts: readonly string[], depth = 0): Iterable<Part> {
  const commands = simpleCommands(parts);
  for (const { words } of commands) {
    yield* namedArguments(words);
    for (const at of programsIn(words)) yield* argumentsOf(baseName(words[at]?.text ?? ''), words.slice(at + 1));
  }
  yield* writtenCredentials(commands);
  if (depth >= DEEPEST_LINE) return;
  for (const [part, text] of parts.entries()) {
    if (!/\s/.test(text)) continue;
    for (const { kind } of commandCredentials(shellWords(text), depth + 1)) {
      yield { kind, part };
      break;
    }
  }
}

/** Whether a text is a command or its options, and no sentence. */
export function readsAsCommand(text: string): boolean {
  const [first = '', second] = text.trim().slice(0, 300).split(/\s+/);
  if (/^-{1,2}[A-Za-z]/.test(first)) return true;
  const name = baseName(first);
  return second !== undefined && (CARRIERS.has(name) || programsOf(name).length > 0);
}

/** Places of the programs in a command: the first one, and those that another one starts: `gosu dns redis-cli`. */
function programsIn(words: Words): readonly number[] {
  const first = words.findIndex(({ text }) => !text.startsWith('-') && !/^[A-Za-z_]\w*=/.test(text));
  if (first < 0) return [];
  const name = baseName(words[first]?.text ?? '');
  if (!CARRIERS.has(name) && !CARRYING_SCRIPT.test(name)) return [first];
  const inner = words.findIndex(({ text }, index) => index > first && programsOf(baseName(text)).length > 0);
  return inner < 0 ? [first] : [first, inner];
}

const remembered = new Map<string, readonly Program[]>();
const MOST_REMEMBERED = 1024;

function programsOf(name: string): readonly Program[] {
  const known = remembered.get(name);
  if (known) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const found = name.length > 40 ? [] : PROGRAMS.filter(({ program }) => program.test(name));
  remembered.set(name, found);
  return found;
}

const USER_OPTION = /^(?:-[uUa]|--?[a-z][a-z-]*)$/;
const PORT = /^(?:[\d.]+:)?\d{1,5}(?:[-:]\d{1,5})*(?:\/(?:udp|tcp))?$/;
const SETTERS = /^(?:set|config|configure|put|add|setx|store|create|write)$/;

/** What tells itself by the name of its option or of the word before it, whatever the program is. */
function* namedArguments(words: Words): Iterable<Part> {
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (word.text.startsWith('-')) yield* ofOption(word, next);
    else if (next !== undefined && !next.text.startsWith('-'))
      yield* behindWord(words[index - 1]?.text, word.text, next);
  }
}

function* ofOption({ text, part }: Words[number], next: Words[number] | undefined): Iterable<Part> {
  const option = /^--?([A-Za-z][\w.-]*)$/.exec(text)?.[1];
  if (option !== undefined && next !== undefined && !next.text.startsWith('--')) {
    if (isNamedCredential(option, next.text)) yield { kind: `value of the option "${text}"`, part: next.part };
    if (text === '-p' && isLikelyPassword(next.text)) yield { kind: 'value of the option "-p"', part: next.part };
  }
  if (/^-p[A-Za-z]/.test(text) && isLikelyPassword(text.slice(2))) {
    yield { kind: 'password behind the option "-p"', part };
  }
  yield* userAndPassword(text, part, next);
}

/** `config set password …`, `user_pw …`, `secret_access_key …`. */
function* behindWord(before: string | undefined, text: string, next: Words[number]): Iterable<Part> {
  if (!/^[A-Za-z/][\w.:/-]{1,80}$/.test(text)) return;
  const meaning = meaningOf(text);
  const isSet = SETTERS.test(before ?? '') && isNamedCredential(text, next.text);
  const isMade = meaning === 'secret' && looksRandom(next.text) && isNamedCredential(text, next.text);
  if (isSet || isMade || (meaning === 'password' && looksChosen(next.text))) {
    yield { kind: `value behind "${text}"`, part: next.part };
  }
}

/** `--user name:password`; a user and a group are words or numbers. */
function* userAndPassword(text: string, part: number, next: Words[number] | undefined): Iterable<Part> {
  const border = text.indexOf('=');
  const option = border < 0 ? text : text.slice(0, border);
  if (!USER_OPTION.test(option) || !(option.length === 2 || namesUser(option))) return;
  const value = border < 0 ? (next?.text ?? '') : text.slice(border + 1);
  const password = /^[^\s:/]{1,128}:([^\s:/]+)$/.exec(value)?.[1];
  if (password === undefined || isHarmlessArgument(password) || isHost(value)) return;
  const isWeak = WEAK.has(password) && !/^(?:admin|root)$/.test(password);
  if (!looksChosen(password) && !isWeak && !CHOSEN.has(password)) return;
  yield { kind: `password of the option "${option}"`, part: border < 0 ? (next?.part ?? part) : part };
}

/** What a known program takes. */
function* argumentsOf(name: string, words: Words): Iterable<Part> {
  for (const program of programsOf(name)) {
    if (program.when && !words.some(({ text }) => program.when?.test(text))) continue;
    for (const [index, { text, part }] of words.entries()) {
      const next = words[index + 1];
      const isPort = name !== 'sshpass' && text === '-p' && PORT.test(next?.text ?? '');
      if (program.separate?.test(text) && next && !isPort && !isHarmlessArgument(next.text)) {
        // `public` is what a community is called where nothing is hidden
        if (!(name.startsWith('snmp') && isHarmlessSecret(next.text))) {
          yield { kind: `value of the option "${text}"`, part: next.part };
        }
      }
      const joined = program.joined?.exec(text)?.[1];
      if (joined !== undefined && !isHarmlessArgument(joined)) yield { kind: 'password behind the option', part };
      if (program.user) yield* givenUser(program.user, text, part, next);
    }
    for (const at of positions(program, words)) {
      const word = words[at];
      if (word && !isHarmlessArgument(word.text)) yield { kind: `credential of ${name}`, part: word.part };
    }
  }
}

/** `user:password` behind an option, or joined to it. */
function* givenUser(
  { option, sign }: NonNullable<Program['user']>,
  text: string,
  part: number,
  next: Words[number] | undefined,
): Iterable<Part> {
  const isAlone = option.test('');
  const glued = /^(-[a-zA-Z]{1,7}?)([^-=].*)$/.exec(text);
  const [value, at] = isAlone
    ? [text, part]
    : option.test(text)
      ? [next?.text ?? '', next?.part ?? part]
      : text.includes('=') && option.test(text.slice(0, text.indexOf('=')))
        ? [text.slice(text.indexOf('=') + 1), part]
        : glued?.[1] !== undefined && option.test(glued[1])
          ? [glued[2] ?? '', part]
          : ['', part];
  if (isAlone && value.startsWith('-')) return;
  const border = value.indexOf(sign);
  if (border <= 0 || /[/\s=]/.test(value.slice(0, border))) return;
  const behind = value.slice(border + 1);
  const password = sign === '/' ? behind.replace(/@[^@]*$/, '') : behind;
  if (password === '' || /^\/|^\d{1,2}$/.test(password) || isHarmlessArgument(password)) return;
  if (sign === ':' && isHost(value) && value.slice(0, border).includes('.')) return;
  yield { kind: 'password beside the name of a user', part: at };
}

/** Places of the arguments of a program that are credentials. */
function positions(program: Program, words: Words): readonly number[] {
  if (!program.positions) return [];
  const behind = program.behind;
  const start = behind ? words.findIndex(({ text }) => behind.test(text)) + 1 : 0;
  if (behind && start === 0) return [];
  const places = words
    .map((_, index) => index)
    .slice(start)
    .filter((index) => !words[index]?.text.startsWith('-') && !program.taking?.test(words[index - 1]?.text ?? ''));
  return program.positions.map((at) => places.at(at)).filter((place) => place !== undefined);
}

function baseName(program: string): string {
  return program.slice(-200).replace(/^.*[\\/]/, '');
}

function isHarmlessArgument(value: string): boolean {
  return value === '' || value.startsWith('-') || value.startsWith('$') || isReference(value) || isPath(value);
}

/** `-p` is a port, a path, a profile or a project more often than a password. */
function isLikelyPassword(value: string): boolean {
  if (value.startsWith('-') || PORT.test(value) || isHarmlessSecret(value) || isHarmlessArgument(value)) return false;
  if (value.length < 6 || /\s/.test(value) || value.includes('=') || value.includes(',')) return false;
  const letters = /[A-Za-z]/.test(value);
  // words and numbers that are joined by hyphens are the name of something
  if (/^[a-z]+(?:[-_.][a-z0-9]+)*$/.test(value))
    return /^[a-z]+\d+[a-z\d]*$/.test(value) && meaningOf(value) === 'none';
  return letters && (/\d/.test(value) || /[^A-Za-z0-9._/:-]/.test(value));
}

function isHost(value: string): boolean {
  return /^[\w.-]+:\d{1,5}$/.test(value);
}
