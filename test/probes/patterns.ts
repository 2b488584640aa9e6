import { spawnSync } from 'node:child_process';
import { checkPattern, compilePattern, parsePayload } from '../../src/probes/language';
import { MAX_ANSWER_DIGITS } from '../../src/probes/pattern-work';

/** Patterns of the language made at random, with answers that trouble them, run by both engines that matter. */

const NONCES = parsePayload('{a:2}').nonces;
export const SENT = new Map([['a', 'a0a0']]);

/** Repeatable random numbers. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const REPETITIONS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{0,3}', '{1,20}', '{2,}', '{0,60}', '{3,9}?'];

/** A pattern of the language; few digits, so that its parts overlap. */
export function makePattern(next: (below: number) => number): string {
  const one = <T>(list: readonly T[]): T => list[next(list.length)];
  const atom = (depth: number): string => {
    switch (next(depth > 0 ? 9 : 6)) {
      case 0:
        return '.';
      case 1:
        return one(['[0a]', '[^a]', '[0-9]', '[a-f]', '[^0-8]']);
      case 2:
        return one(['a0', '0a', 'aa', '00', 'a0a0a0a0']);
      case 3:
      case 4:
      case 5:
        return one(['a', '0', '1']);
      case 6:
        return `(${one(['', '?:'])}${alternatives(depth - 1)})`;
      case 7:
        return `(?:${alternatives(depth - 1)})`;
      default:
        return one(['{a}', '(?=a)', '(?!0)', `(?=${alternatives(depth - 1)})`, '$', '^']);
    }
  };
  const sequence = (depth: number): string =>
    Array.from({ length: 1 + next(4) }, () => {
      const text = atom(depth);
      return next(3) === 0 &&
        /[^$^]$/.test(text) &&
        !text.startsWith('(?=') &&
        !text.startsWith('(?!') &&
        text !== '{a}'
        ? `${text}${one(REPETITIONS)}`
        : text;
    }).join('');
  const alternatives = (depth: number): string =>
    Array.from({ length: 1 + (next(3) === 0 ? 1 + next(2) : 0) }, () => sequence(depth)).join('|');
  return `${next(4) === 0 ? '' : '^'}${alternatives(2)}${next(4) === 0 ? '$' : ''}`;
}

/** The steps of a pattern, or why it is refused. */
export function stepsOf(pattern: string): number | string {
  try {
    return checkPattern(pattern, NONCES);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Answers of the greatest length at which a pattern has the most to try: what it asks for again and again, but for the end. */
export function hardAnswers(pattern: string, digits: number = MAX_ANSWER_DIGITS): string[] {
  const written = pattern.replace(/\{a\}/g, SENT.get('a') ?? '');
  const literals = written.match(/[0-9a-f]{2,}/g) ?? [];
  const all = written.replace(/\{[0-9,]+\}|[^0-9a-f]/g, '');
  const pumps = new Set(['a', '0', 'a0', '0a', '1', 'aab', ...literals, all].filter((pump) => pump !== ''));
  return [...pumps].flatMap((pump) => {
    const body = pump.repeat(Math.ceil(digits / pump.length)).slice(0, digits - 1);
    return [body, `${all}${body}`.slice(0, digits - 1)].map((text) => `${text}b`);
  });
}

export interface Search {
  readonly pattern: string;
  readonly answer: string;
}

export interface Searched {
  readonly found: boolean;
  readonly ms: number;
}

const PROGRAM = [
  'import json, re, sys, time',
  'for line in sys.stdin:',
  '    case = json.loads(line)',
  '    compiled, began = re.compile(case["pattern"]), time.thread_time()',
  '    found = compiled.search(case["answer"]) is not None',
  '    print(json.dumps({"found": found, "ms": (time.thread_time() - began) * 1000}))',
].join('\n');

/** What Python, which the gate runs, says to each search. */
export function inPython(searches: readonly Search[]): Searched[] {
  const results: Searched[] = [];
  // A few at a time: long answers would not fit into one text.
  for (let at = 0; at < searches.length; at += 500) results.push(...batch(searches.slice(at, at + 500)));
  return results;
}

function batch(searches: readonly Search[]): Searched[] {
  const input = searches.map(({ pattern, answer }) =>
    JSON.stringify({ pattern: compilePattern(pattern, SENT).source, answer }),
  );
  const { stdout, stderr, status } = spawnSync('python3', ['-I', '-S', '-B', '-c', PROGRAM], {
    input: input.join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Searched);
}

export function inJavaScript({ pattern, answer }: Search): Searched {
  const compiled = compilePattern(pattern, SENT);
  const began = process.cpuUsage();
  const found = compiled.test(answer);
  const { user, system } = process.cpuUsage(began);
  return { found, ms: (user + system) / 1000 };
}

/** Short answers, on which every pattern can be tried in both engines. */
export function shortAnswers(next: (below: number) => number, count: number): string[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 2 * next(8) }, () => 'a01f'[next(next(3) === 0 ? 4 : 2)]).join(''),
  );
}

/** Accepted patterns from a seed. */
export function acceptedPatterns(seed: number, count: number): string[] {
  const next = random(seed);
  const accepted: string[] = [];
  while (accepted.length < count) {
    const pattern = makePattern(next);
    if (typeof stepsOf(pattern) === 'number') accepted.push(pattern);
  }
  return accepted;
}
