import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ExpectedError } from '../../expected-error';

/**
 * Refuses a file that is not the one whose digest is known.
 *
 * @param expected SHA-256 as hex, as the job that made the file told it
 * @throws ExpectedError where it is another one, or no digest was told
 */
export async function verifyDigest(file: string, expected: string | undefined): Promise<void> {
  if (expected === undefined || !/^[0-9a-f]{64}$/.test(expected)) {
    throw new ExpectedError(
      `${file}: nobody told its SHA-256 (${JSON.stringify(expected ?? '')}). The job that makes the file tells it; run the whole workflow again.`,
    );
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const actual = hash.digest('hex');
  if (actual !== expected) {
    throw new ExpectedError(
      `${file}: its SHA-256 is ${actual}, and the job that made it told ${expected}: it was replaced on its way. Run the whole workflow again, and find out who may write artifacts.`,
    );
  }
}
