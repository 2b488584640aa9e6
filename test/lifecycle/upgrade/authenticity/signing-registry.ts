import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { integrityOf } from './integrity';

/** What a registry says of one version beside its name. */
export interface Publication {
  /** Text that stands for the tarball. */
  readonly content: string;
  /** Whether the registry signs it, or how the signature is spoilt. @default true */
  readonly signed?: boolean | ((signature: { keyid: string; sig: string }) => object);
  readonly attestations?: object;
  readonly published?: string;
}

const key = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/**
 * A registry on the loopback that signs what is published to it, by the protocol of the public one: `dist.signatures`,
 * `/-/npm/v1/keys` and `/-/npm/v1/attestations`.
 */
export class SigningRegistry {
  public readonly keyid = 'SHA256:of-the-registry';
  private readonly pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } = key();
  private readonly packages = new Map<string, Map<string, Publication>>();
  private readonly server: Server;
  /** Status of the answer about keys. */
  public keysStatus = 200;
  public keyExpires: string | null = null;
  /** Whether attestations are served, as most mirrors do not. */
  public servesAttestations = true;

  private constructor() {
    this.server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
      const [status, body] = this.answer(path);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }

  public static async start(): Promise<SigningRegistry> {
    const registry = new SigningRegistry();
    await new Promise<void>((done) => registry.server.listen(0, '127.0.0.1', done));
    return registry;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  public publish(name: string, version: string, publication: Publication): void {
    const versions = this.packages.get(name) ?? new Map<string, Publication>();
    this.packages.set(name, versions.set(version, publication));
  }

  private answer(path: string): [number, unknown] {
    if (path === '/-/npm/v1/keys') {
      const der = this.pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
      const keys = [{ keyid: this.keyid, expires: this.keyExpires, keytype: 'ecdsa-sha2-nistp256', key: der }];
      return [this.keysStatus, this.keysStatus === 200 ? { keys } : {}];
    }
    const [, spec] = /^\/-\/npm\/v1\/attestations\/(.+)$/.exec(path) ?? [];
    if (spec !== undefined) {
      const [name, version] = [spec.slice(0, spec.lastIndexOf('@')), spec.slice(spec.lastIndexOf('@') + 1)];
      const attestations = this.servesAttestations && this.packages.get(name)?.get(version)?.attestations;
      return attestations ? [200, attestations] : [404, {}];
    }
    const versions = this.packages.get(path.slice(1));
    return versions === undefined ? [404, {}] : [200, this.packument(path.slice(1), versions)];
  }

  private packument(name: string, versions: ReadonlyMap<string, Publication>): object {
    const entry = (version: string, { content, signed = true, attestations }: Publication) => {
      const integrity = integrityOf(content);
      const message = Buffer.from(`${name}@${version}:${integrity}`);
      const right = { keyid: this.keyid, sig: sign('sha256', message, this.pair.privateKey).toString('base64') };
      const signatures = signed === false ? undefined : [signed === true ? right : signed(right)];
      const url = `${this.url}-/npm/v1/attestations/${name}@${version}`;
      const tarball = `${this.url}${name}/-/${version}.tgz`;
      const provenance = { predicateType: 'https://slsa.dev/provenance/v1' };
      return {
        name,
        version,
        dist: { tarball, integrity, signatures, ...(attestations && { attestations: { url, provenance } }) },
      };
    };
    const all = [...versions];
    return {
      name,
      'dist-tags': { latest: all.at(-1)?.[0] },
      versions: Object.fromEntries(all.map(([version, publication]) => [version, entry(version, publication)])),
      time: Object.fromEntries(
        all.map(([version, { published }]) => [version, published ?? '2026-01-01T00:00:00.000Z']),
      ),
    };
  }
}
