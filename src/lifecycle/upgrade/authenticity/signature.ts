import { verify } from 'node:crypto';
import type { Dist } from './dist';
import { type Finding, Forged } from './finding';
import type { RegistryKey, RegistryKeys } from './keys';

/** What signatures are checked with. */
export interface SignatureContext {
  /** `name@version`. */
  readonly spec: string;
  /** What the registry itself tells. */
  readonly own: RegistryKeys;
  /** Keys that are known without it; they come first, so that no registry can replace them. */
  readonly known: readonly RegistryKey[];
  /** When the version was published, where the registry says so. */
  readonly published: () => Promise<Date | undefined>;
}

/**
 * Checks the signatures of a registry over a version, as npm does: each of them is over name, version and digest.
 *
 * @throws Forged where one is wrong
 */
export async function checkSignatures(dist: Dist, context: SignatureContext): Promise<Finding> {
  const { spec, own, known, published } = context;
  if (dist.signatures.length === 0) return { state: 'absent' };
  if (dist.integrity === undefined) throw new Forged(`the registry signs ${spec} and names no digest of it`);
  const by: string[] = [];
  for (const { keyid, sig } of dist.signatures) {
    const key = [...known, ...own.keys].find((one) => one.keyid === keyid);
    if (key === undefined) {
      if (own.none !== undefined) {
        return { state: 'unchecked', because: `it is signed with the key ${keyid}, and the registry ${own.none}` };
      }
      throw new Forged(`${spec} is signed with the key ${keyid}, which is none of the registry`);
    }
    const message = Buffer.from(`${spec}:${dist.integrity}`);
    if (!isValid(message, key, sig))
      throw new Forged(`the signature of the registry over ${spec} is wrong (key ${keyid})`);
    if (key.expires !== undefined) {
      const date = await published();
      if (date === undefined || date >= key.expires) {
        throw new Forged(
          `${spec} is signed with the key ${keyid}, which has signed nothing since ${key.expires.toISOString()}`,
        );
      }
    }
    by.push(keyid);
  }
  return { state: 'verified', by: `signed by the registry (key ${by.join(', ')})` };
}

function isValid(message: Buffer, { key }: RegistryKey, signature: string): boolean {
  try {
    return verify('sha256', message, key, Buffer.from(signature, 'base64'));
  } catch {
    return false; // no signature of this kind of key
  }
}
