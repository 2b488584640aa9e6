import { UserError } from '../../util/user-error';
import { DIGEST, digestOf } from '../digest';

/**
 * Refuses a file that is not the one whose digest is known.
 *
 * @param expected SHA-256 as hex, as the job that made the file told it
 * @throws UserError where it is another one, or no digest was told
 */
export async function verifyDigest(file: string, expected: string | undefined): Promise<void> {
  if (expected === undefined || !DIGEST.test(expected)) {
    throw new UserError({
      subject: file,
      cause: `nobody told its SHA-256 (${JSON.stringify(expected ?? '')})`,
      remedy: 'The job that makes the file tells it; run the whole workflow again',
    });
  }
  const actual = await digestOf(file);
  if (actual !== expected) {
    throw new UserError({
      subject: file,
      cause: `its SHA-256 is ${actual}, and the job that made it told ${expected}: it was replaced on its way`,
      remedy: 'Run the whole workflow again, and find out who may write artifacts',
    });
  }
}
