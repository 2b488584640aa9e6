import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** The form of a digest: 64 hexadecimal digits. */
export const DIGEST = /^[0-9a-f]{64}$/;

/** SHA-256 of the content of a file, in hexadecimal digits; the file is read in parts. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
