import type { UdpServiceProjectOptions } from '../../src';
import { checkedOptions } from '../../src/project/options-check';
import type { Problem } from '../../src/util/problems';
import { UserError } from '../../src/util/user-error';

/**
 * The problems with which a call is refused, or which it answers with; a call that is not refused fails the test.
 */
export function problemsOf(call: () => unknown): readonly Problem[] {
  let problems: readonly Problem[];
  try {
    problems = (call() as { readonly problems?: readonly Problem[] } | undefined)?.problems ?? [];
  } catch (error) {
    if (error instanceof UserError) return error.problems as readonly Problem[];
    throw error;
  }
  if (problems.length === 0) throw new Error('the call was not refused');
  return problems;
}

/** The problems of options in every way they are checked; options that are not refused fail the test. */
export function problemsOfOptions(options: object): readonly Problem[] {
  const untyped = { name: 'echo', ...options } as UdpServiceProjectOptions;
  return problemsOf(() => checkedOptions(untyped, false, () => undefined));
}
