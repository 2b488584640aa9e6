import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const TYPE = 'application/vnd.in-toto+json';
const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64');
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest();
/** When the log has taken everything in. */
const INTEGRATED = Date.parse('2026-06-01T00:00:00Z') / 1000;

/** A log as Rekor is one, with a key of its own: whoever trusts its root trusts what it has taken in. */
export class TransparencyLog {
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly der = this.pair.publicKey.export({ format: 'der', type: 'spki' });

  /** The root that trusts this log, and no authority of certificates. */
  public readonly root = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [
      {
        baseUrl: 'https://log.example',
        hashAlgorithm: 'SHA2_256',
        publicKey: {
          rawBytes: base64(this.der),
          keyDetails: 'PKIX_ECDSA_P256_SHA_256',
          validFor: { start: '2026-01-01T00:00:00Z' },
        },
        logId: { keyId: base64(sha256(this.der)) },
      },
    ],
    certificateAuthorities: [],
    ctlogs: [],
    timestampAuthorities: [],
  };

  /** A statement that is signed with a key and taken in, as a bundle. */
  public attest(statement: object, keyid: string, key: KeyObject): object {
    const payload = JSON.stringify(statement);
    const signed = `DSSEv1 ${TYPE.length} ${TYPE} ${Buffer.byteLength(payload)} ${payload}`;
    const signature = sign('sha256', Buffer.from(signed), key).toString('base64');
    const body = base64(
      JSON.stringify({
        apiVersion: '0.0.1',
        kind: 'dsse',
        spec: {
          payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
          signatures: [{ signature }],
        },
      }),
    );
    // the order of the keys is the canonical one, which is what the log signs
    const logID = sha256(this.der).toString('hex');
    const entry = JSON.stringify({ body, integratedTime: INTEGRATED, logID, logIndex: 1 });
    return {
      mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
      verificationMaterial: {
        publicKey: { hint: keyid },
        tlogEntries: [
          {
            logIndex: '1',
            logId: { keyId: base64(sha256(this.der)) },
            kindVersion: { kind: 'dsse', version: '0.0.1' },
            integratedTime: String(INTEGRATED),
            inclusionPromise: {
              signedEntryTimestamp: sign('sha256', Buffer.from(entry), this.pair.privateKey).toString('base64'),
            },
            canonicalizedBody: body,
          },
        ],
      },
      dsseEnvelope: { payload: base64(payload), payloadType: TYPE, signatures: [{ sig: signature, keyid }] },
    };
  }
}
