/** One signature of the registry over a version. */
export interface RegistrySignature {
  readonly keyid: string;
  readonly sig: string;
}

/** What a registry says of the tarball of one version, as far as its origin can be checked by it. */
export interface Dist {
  /** Digests in the form of Subresource Integrity. */
  readonly integrity?: string;
  readonly signatures: readonly RegistrySignature[];
  /** Address under which the registry says that it has attestations. */
  readonly attestations?: string;
}

/** Reads the field `dist` of a version; what has another form than it should counts as absent. */
export function readDist(value: unknown): Dist {
  const dist = objectOf(value);
  const url = objectOf(dist.attestations).url;
  const signatures = Array.isArray(dist.signatures) ? dist.signatures.map(objectOf) : [];
  return {
    ...(typeof dist.integrity === 'string' && { integrity: dist.integrity }),
    signatures: signatures.map(({ keyid, sig }) => ({ keyid: String(keyid ?? ''), sig: String(sig ?? '') })),
    ...(typeof url === 'string' && { attestations: url }),
  };
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The sha512 digest of an integrity in hexadecimal. */
export function sha512Of(integrity: string | undefined): string | undefined {
  const digest = integrity
    ?.split(/\s+/)
    .find((one) => one.startsWith('sha512-'))
    ?.slice('sha512-'.length);
  return digest === undefined ? undefined : Buffer.from(digest, 'base64').toString('hex');
}
