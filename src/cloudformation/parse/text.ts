import { UnusableInput } from '../../util/text-limits';

/**
 * The text of a file, without the mark that editors of Windows leave at its beginning.
 *
 * @throws UnusableInput where it is in another encoding than UTF-8, which is the only one that CloudFormation takes
 */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // every second byte of English text is zero in UTF-16, and no text has one in UTF-8
  if (isMarked || bytes.subarray(0, 1000).includes(0)) throw notUtf8('is UTF-16');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8('has bytes that are no UTF-8');
  }
}

function notUtf8(cause: string): UnusableInput {
  return new UnusableInput(`${cause}, and CloudFormation reads UTF-8 alone: save it as UTF-8`);
}
