import { createPublicKey, type KeyObject } from 'node:crypto';
import { objectOf } from './dist';
import { causeOf, type HttpGet } from './http';
import { NPM_KEYS } from './trusted-keys';

/** A key that a registry signs with. */
export interface RegistryKey {
  readonly keyid: string;
  readonly key: KeyObject;
  /** When it stopped signing. */
  readonly expires?: Date;
}

/** The keys of a registry, and what there is to say where it tells none. */
export interface RegistryKeys {
  readonly keys: readonly RegistryKey[];
  /** Absent where the registry tells keys of its own. */
  readonly none?: string;
}

/** Keys of the public registry, by what they sign; known without asking anybody, because mirrors serve its packages. */
export function publicKeys(usage: 'npm:signatures' | 'npm:attestations'): RegistryKey[] {
  return NPM_KEYS.keys
    .filter(({ keyUsage }) => keyUsage === usage)
    .map(({ keyId, publicKey }) => {
      const { validFor }: { readonly validFor: { readonly end?: string } } = publicKey;
      return { keyid: keyId, key: readKey(publicKey.rawBytes), ...expiry(validFor.end) };
    });
}

/**
 * Asks a registry for the keys that it signs with.
 *
 * @param registry its address, with a slash at the end
 */
export async function registryKeys(registry: string, get: HttpGet): Promise<RegistryKeys> {
  let body: string;
  try {
    const answer = await get(`${registry}-/npm/v1/keys`);
    if (answer.status !== 200) return { keys: [], none: `tells no keys (status ${answer.status})` };
    ({ body } = answer);
  } catch (error) {
    return { keys: [], none: `could not be asked for its keys (${causeOf(error)})` };
  }
  try {
    const list = objectOf(JSON.parse(body)).keys;
    const keys = (Array.isArray(list) ? list.map(objectOf) : []).map(({ keyid, key, expires }) => ({
      keyid: String(keyid),
      key: readKey(String(key)),
      ...expiry(expires),
    }));
    return keys.length > 0 ? { keys } : { keys, none: 'tells no keys' };
  } catch (error) {
    return { keys: [], none: `tells keys that cannot be read (${causeOf(error)})` };
  }
}

function readKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
}

function expiry(end: unknown): { readonly expires?: Date } {
  const expires = new Date(typeof end === 'string' ? end : Number.NaN);
  return Number.isNaN(expires.getTime()) ? {} : { expires };
}
