import { createHash } from 'node:crypto';

/** The digest of a tarball as registries write it. */
export function integrityOf(content: string): string {
  return `sha512-${createHash('sha512').update(content).digest('base64')}`;
}
