/**
 * How much work a pattern can be, computed before anybody runs it.
 *
 * Python's and JavaScript's engines try one way after another to match, and cannot be interrupted. So the bound counts
 * every way that any answer of the longest datagram can offer: what a part of the pattern costs, and in how many ways it
 * can match from one place, which is how many times the rest is tried. The bound is never too small; where it is too
 * large, a pattern is refused that would do no harm.
 *
 * A step is about a nanosecond of Python on a small machine; the weights below were measured (the script `test:patterns`).
 */
import type { AST } from '@eslint-community/regexpp';
import { Refusal } from '../util/refusal';

/** Hexadecimal digits of the longest UDP datagram over IPv4: 65,535 bytes without the headers of IP and UDP. */
export const MAX_ANSWER_DIGITS = 2 * 65_507;

const CHARACTER = 2;
const END_OF_REPETITION = 9;
const ITERATION = 75;
const BRANCH = 12;
const LOOKAHEAD = 15;
/** For each capturing group of the pattern, wherever the engine may have to come back. */
const CAPTURE = 3;

export interface Work {
  /** The most steps that one search can take. */
  readonly steps: number;
  /** The fewest digits that can match. */
  readonly shortest: number;
}

/** A repetition of something that may be empty: the two languages end it differently. */
export class RepeatedEmptiness extends Refusal {
  public constructor() {
    super('it repeats what may be empty');
  }
}

/** Bits of the sixteen digits that a piece of a pattern accepts. */
type Digits = number;

const ANY: Digits = 0xffff;

/** The most work that a search with a pattern can be, in an answer of so many digits. */
export function patternWork(pattern: AST.Pattern, digits: number = MAX_ANSWER_DIGITS): Work {
  const shortest = minimum(pattern);
  const captures = count(pattern);
  // From the beginning, and from every other place, where `^` does not match.
  const first = new Estimate(true, captures, digits).of(pattern, { ways: 1, apart: true });
  const later = new Estimate(false, captures, digits).of(pattern, { ways: digits, apart: true });
  return { steps: first.steps + later.steps, shortest };
}

/** In how many ways a place of the pattern is come to; `apart` where no two of them are at the same digit. */
interface Arrivals {
  readonly ways: number;
  readonly apart: boolean;
}

interface Cost extends Arrivals {
  readonly steps: number;
}

class Estimate {
  private readonly single = new Map<AST.Node, Cost>();

  private readonly noted: number;

  public constructor(
    private readonly atStart: boolean,
    captures: number,
    private readonly digits: number,
  ) {
    this.noted = CAPTURE * captures;
  }

  public of(node: AST.Pattern | AST.Element | AST.Alternative, arrivals: Arrivals): Cost {
    switch (node.type) {
      case 'Pattern':
      case 'Group':
      case 'CapturingGroup':
        return this.alternatives(node, arrivals);
      case 'Alternative':
        return this.sequence(node.elements, arrivals);
      case 'Quantifier':
        return this.repetition(node, arrivals);
      case 'Assertion':
        return this.assertion(node, arrivals);
      default:
        return run([digitsOf(node)], arrivals, this.digits);
    }
  }

  /** The cost from one place; kept, or nested groups would be gone through again and again. */
  private once(node: AST.Element | AST.Alternative): Cost {
    const known = this.single.get(node) ?? this.of(node, { ways: 1, apart: true });
    this.single.set(node, known);
    return known;
  }

  private alternatives({ alternatives, type }: AST.Pattern | AST.Group | AST.CapturingGroup, arrivals: Arrivals): Cost {
    const costs = alternatives.map((alternative) => this.of(alternative, arrivals));
    const branches = (alternatives.length > 1 ? alternatives.length : 0) + (type === 'CapturingGroup' ? 1 : 0);
    const steps = arrivals.ways * branches * (BRANCH + this.noted) + sum(costs.map((cost) => cost.steps));
    if (costs.length === 1) return { ...costs[0], steps };
    const fromOnePlace = mostTogether(alternatives, (alternative) => this.once(alternative).ways);
    const ways = Math.min(sum(costs.map((cost) => cost.ways)), arrivals.ways * fromOnePlace);
    return { steps, ways, apart: ways <= 1 };
  }

  private sequence(elements: readonly AST.Element[], arrivals: Arrivals): Cost {
    let cost: Cost = { ...arrivals, steps: 0 };
    for (let at = 0; at < elements.length; ) {
      const digits: Digits[] = [];
      for (; at < elements.length && isDigit(elements[at]); at += 1) digits.push(digitsOf(elements[at]));
      const next = digits.length > 0 ? run(digits, cost, this.digits) : this.of(elements[at], cost);
      if (digits.length === 0) at += 1;
      cost = { ...next, steps: cost.steps + next.steps };
    }
    return cost;
  }

  private repetition({ element, min, max }: AST.Quantifier, { ways, apart }: Arrivals): Cost {
    if (isDigit(element)) {
      const longest = Math.min(max, this.digits);
      const ends = Math.max(longest - min + 1, 1);
      const steps = ways * (CHARACTER * longest + END_OF_REPETITION * ends);
      return { steps, ways: ways * ends, apart: apart && (ways === 1 || ends === 1) };
    }
    const shortest = minimum(element);
    if (shortest === 0 && max > 1) throw new RepeatedEmptiness();
    const longest = shortest === 0 ? max : Math.min(max, Math.floor(this.digits / shortest));
    const body = this.once(element);
    const begun = powers(body.ways, 0, longest);
    const ended = powers(body.ways, min, longest);
    const steps = ways * (begun * (ITERATION + this.noted + body.steps) + END_OF_REPETITION * ended);
    return { steps, ways: ways * ended, apart: apart && ways * ended <= 1 };
  }

  private assertion(node: AST.Assertion, arrivals: Arrivals): Cost {
    const { ways } = arrivals;
    if (node.kind === 'start') return { steps: CHARACTER * ways, ways: this.atStart ? ways : 0, apart: arrivals.apart };
    if (node.kind === 'end')
      return { steps: CHARACTER * ways, ways: arrivals.apart ? Math.min(ways, 1) : ways, apart: arrivals.apart };
    if (node.kind !== 'lookahead') throw new Error(`not part of the pattern language: ${node.kind}`);
    const inner = sum(node.alternatives.map((alternative) => this.once(alternative).steps + BRANCH));
    return { ...arrivals, steps: ways * (LOOKAHEAD + this.noted + inner) };
  }
}

/**
 * Digits one behind the other. From places that are apart, a beginning of them can match only so often: two matches are
 * as far from one another as it takes to lay the beginning over itself.
 */
function run(digits: readonly Digits[], { ways, apart }: Arrivals, available: number): Cost {
  let left = ways;
  let steps = 0;
  for (let length = 0; length < digits.length; length += 1) {
    steps += CHARACTER * left;
    if (apart) left = Math.min(left, Math.floor(available / distance(digits, length + 1)) + 1);
  }
  return { steps, ways: left, apart };
}

/** The least distance of two places at which the first so many of the digits can match both. */
function distance(digits: readonly Digits[], length: number): number {
  const fits = (shift: number) => {
    for (let at = shift; at < length; at += 1) if ((digits[at] & digits[at - shift]) === 0) return false;
    return true;
  };
  let shift = 1;
  while (shift < length && !fits(shift)) shift += 1;
  return shift;
}

/** The most ways of alternatives that can match at one place; those that differ in a digit exclude one another. */
function mostTogether(
  alternatives: readonly AST.Alternative[],
  waysOf: (alternative: AST.Alternative) => number,
): number {
  const groups: { readonly beginnings: Digits[][]; ways: number }[] = [];
  for (const alternative of alternatives) {
    const beginning = beginningOf(alternative);
    const together = groups.filter(({ beginnings }) => beginnings.some((other) => !exclude(beginning, other)));
    const joined = {
      beginnings: [beginning, ...together.flatMap(({ beginnings }) => beginnings)],
      ways: waysOf(alternative) + sum(together.map(({ ways }) => ways)),
    };
    groups.splice(0, groups.length, ...groups.filter((group) => !together.includes(group)), joined);
  }
  return Math.max(0, ...groups.map(({ ways }) => ways));
}

function exclude(one: readonly Digits[], other: readonly Digits[]): boolean {
  return one.some((digits, at) => at < other.length && (digits & other[at]) === 0);
}

/** The digits with which every match of an alternative begins, one by one. */
function beginningOf({ elements }: AST.Alternative): Digits[] {
  const end = elements.findIndex((element) => !isDigit(element));
  return elements.slice(0, end < 0 ? undefined : end).map(digitsOf);
}

function isDigit({ type }: AST.Node): boolean {
  return type === 'Character' || type === 'CharacterSet' || type === 'CharacterClass';
}

function digitsOf(node: AST.Node): Digits {
  if (node.type === 'CharacterSet' && node.kind === 'any') return ANY;
  if (node.type === 'Character') return 1 << Number.parseInt(String.fromCodePoint(node.value), 16);
  if (node.type !== 'CharacterClass') throw new Error(`not part of the pattern language: ${node.raw}`);
  let digits = 0;
  for (let digit = 0; digit < 16; digit += 1) {
    const code = digit.toString(16).charCodeAt(0);
    const isIn: boolean = node.elements.some(
      (element) =>
        (element.type === 'Character' && element.value === code) ||
        (element.type === 'CharacterClassRange' && element.min.value <= code && code <= element.max.value),
    );
    if (isIn !== node.negate) digits |= 1 << digit;
  }
  return digits;
}

/** The fewest digits that a piece of a pattern takes. */
function minimum(node: AST.Node): number {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return Math.min(...node.alternatives.map(minimum));
    case 'Alternative':
      return sum(node.elements.map(minimum));
    case 'Quantifier':
      return node.min * minimum(node.element);
    default:
      return isDigit(node) ? 1 : 0;
  }
}

/** How many capturing groups there are. */
function count(node: AST.Node): number {
  if (node.type === 'Alternative') return sum(node.elements.map(count));
  if (node.type === 'Quantifier') return count(node.element);
  const own = node.type === 'CapturingGroup' ? 1 : 0;
  return 'alternatives' in node ? own + sum(node.alternatives.map((one) => count(one))) : own;
}

/** At least the sum of the powers of a base from one exponent to another. */
function powers(base: number, from: number, to: number): number {
  if (base === 0) return from === 0 ? 1 : 0;
  return base === 1 ? Math.max(to - from + 1, 0) : base ** (to + 1) / (base - 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
