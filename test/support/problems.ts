import { OptionsError, type Problem } from '../../src/util/problems';

/** The problems with which a call is refused; a call that is not refused fails the test. */
export function problemsOf(call: () => unknown): readonly Problem[] {
  try {
    call();
  } catch (error) {
    if (error instanceof OptionsError) return error.problems;
    throw error;
  }
  throw new Error('the call was not refused');
}
