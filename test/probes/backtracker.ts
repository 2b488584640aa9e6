import type { AST } from '@eslint-community/regexpp';

/**
 * A backtracking matcher as plain as can be, which counts the digits that it compares: no engine does more. Greedy and
 * lazy repetitions cost the same where nothing matches, so all are greedy here.
 */
export function countComparisons(pattern: AST.Pattern, text: string): { found: boolean; comparisons: number } {
  let comparisons = 0;
  type Then = (at: number) => boolean;

  const match = (node: AST.Pattern | AST.Element | AST.Alternative, at: number, then: Then): boolean => {
    switch (node.type) {
      case 'Pattern':
      case 'Group':
      case 'CapturingGroup':
        return node.alternatives.some((alternative) => match(alternative, at, then));
      case 'Alternative':
        return sequence(node.elements, 0, at, then);
      case 'Quantifier':
        return repeat(node, 0, at, then);
      case 'Assertion':
        return holds(node, at) && then(at);
      default:
        comparisons += 1;
        return at < text.length && new RegExp(`^${node.raw}$`, 'u').test(text[at]) && then(at + 1);
    }
  };
  const sequence = (elements: readonly AST.Element[], index: number, at: number, then: Then): boolean =>
    index === elements.length
      ? then(at)
      : match(elements[index], at, (next) => sequence(elements, index + 1, next, then));
  const repeat = (node: AST.Quantifier, done: number, at: number, then: Then): boolean =>
    (done < node.max && match(node.element, at, (next) => repeat(node, done + 1, next, then))) ||
    (done >= node.min && then(at));
  const holds = (node: AST.Assertion, at: number): boolean => {
    if (node.kind === 'start') return at === 0;
    if (node.kind === 'end') return at === text.length;
    if (node.kind !== 'lookahead') throw new Error(node.kind);
    return node.alternatives.some((alternative) => match(alternative, at, () => true)) !== node.negate;
  };

  for (let from = 0; from <= text.length; from += 1) {
    if (match(pattern, from, () => true)) return { found: true, comparisons };
  }
  return { found: false, comparisons };
}
