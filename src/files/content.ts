import { createHash } from 'node:crypto';

/** Content with LF line ends, byte for byte as it was otherwise, whatever its encoding. */
function lf(content: Buffer): Buffer {
  if (!content.includes('\r\n')) return content;
  return Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** Whether two contents differ in nothing but their line ends. */
export function sameContent(a: Buffer, b: Buffer): boolean {
  return a.equals(b) || lf(a).equals(lf(b));
}

/** SHA-256 in hexadecimal digits over content with LF line ends: a checkout with CRLF is no edit. */
export function contentHash(content: Buffer | string): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return createHash('sha256').update(lf(bytes)).digest('hex');
}
