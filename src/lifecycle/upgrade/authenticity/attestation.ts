import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type KeyFinderFunc, type Signer, toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { type Dist, objectOf, sha512Of } from './dist';
import { type Finding, Forged } from './finding';
import { causeOf, type HttpGet } from './http';
import type { RegistryKey } from './keys';

/** What attestations are checked with. */
export interface AttestationContext {
  readonly name: string;
  readonly version: string;
  /** Address of the registry, with a slash at the end. */
  readonly registry: string;
  /** Keys of the attestations that the registry itself makes when a version is published. */
  readonly keys: readonly RegistryKey[];
  /** Authorities and logs that are trusted, as Sigstore writes them. */
  readonly root: object;
  readonly get: HttpGet;
}

const PROVENANCE = 'https://slsa.dev/provenance/';
/** Who vouches for a workflow, and how the certificate of its run names it: repository and file. */
const ISSUERS: ReadonlyMap<string, RegExp> = new Map([
  ['https://token.actions.githubusercontent.com', /^https:\/\/(github\.com\/[^/]+\/[^/]+)\/(.+)$/],
  ['https://gitlab.com', /^https:\/\/(gitlab\.com\/.+?)\/\/(.+)$/],
]);

/** The workflow that a verified certificate names; `undefined` where that is none. */
export function originOf(identity: Signer['identity']): { repository: string; workflow: string } | undefined {
  const name = identity?.subjectAlternativeName ?? '';
  const [, repository, workflow] = ISSUERS.get(identity?.extensions?.issuer ?? '')?.exec(name) ?? [];
  return repository === undefined || workflow === undefined ? undefined : { repository, workflow };
}

/**
 * Checks where a version was built: the attestations that the registry has of it, made by the workflow that published it.
 *
 * @throws Forged where one is wrong, or is of something else
 */
export async function checkAttestations(dist: Dist, context: AttestationContext): Promise<Finding> {
  if (dist.attestations === undefined) return { state: 'absent' };
  const { registry, get } = context;
  let body: string;
  try {
    // never from another host than the one that is trusted with the package
    const answer = await get(new URL(new URL(dist.attestations).pathname, registry).href);
    if (answer.status !== 200) {
      return {
        state: 'unchecked',
        because: `the registry says that it has attestations, and does not serve them (status ${answer.status})`,
      };
    }
    ({ body } = answer);
  } catch (error) {
    return { state: 'unchecked', because: `its attestations could not be asked for (${causeOf(error)})` };
  }
  const sources = bundlesIn(body, context).flatMap((bundle) => sourceOf(bundle, dist, context) ?? []);
  if (sources.length === 0) return { state: 'absent' };
  return {
    state: 'verified',
    by: sources.map(({ repository, workflow }) => `built by ${repository}, ${workflow}`).join('; '),
    source: sources.map(({ repository }) => repository).join(' '),
  };
}

function bundlesIn(body: string, { name, version }: AttestationContext): unknown[] {
  try {
    const { attestations } = objectOf(JSON.parse(body));
    if (Array.isArray(attestations) && attestations.length > 0) return attestations.map((one) => objectOf(one).bundle);
  } catch {
    // told below
  }
  throw new Forged(`the attestations of ${name}@${version} cannot be read`);
}

/** Where a bundle says that the version was built; `undefined` for what the registry itself has attested. */
function sourceOf(json: unknown, dist: Dist, context: AttestationContext) {
  const { name, version, root, keys } = context;
  const spec = `${name}@${version}`;
  let signer: Signer;
  let statement: Readonly<Record<string, unknown>>;
  try {
    const bundle = bundleFromJSON(json);
    if (bundle.content.$case !== 'dsseEnvelope') throw new Error('it is no statement');
    statement = objectOf(JSON.parse(bundle.content.dsseEnvelope.payload.toString('utf8')));
    const trusted = toTrustMaterial(TrustedRoot.fromJSON(root), keyFinder(keys));
    signer = new Verifier(trusted).verify(toSignedEntity(bundle));
  } catch (error) {
    throw new Forged(`an attestation of ${spec} cannot be trusted (${(error as Error).message})`);
  }
  const subject = objectOf(Array.isArray(statement.subject) ? statement.subject[0] : undefined);
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  if (subject.name !== purl || (statement.subject as unknown[]).length !== 1) {
    throw new Forged(`an attestation of ${spec} is one of ${String(subject.name)}`);
  }
  const digest = sha512Of(dist.integrity);
  if (digest === undefined || objectOf(subject.digest).sha512 !== digest) {
    throw new Forged(`an attestation of ${spec} is of another tarball`);
  }
  if (!String(statement.predicateType).startsWith(PROVENANCE)) return undefined;
  const origin = originOf(signer.identity);
  if (origin !== undefined) return origin;
  const issuer = signer.identity?.extensions?.issuer ?? 'none';
  throw new Forged(`the provenance of ${spec} was made by no workflow that is known (issuer: ${issuer})`);
}

/** The key by which an attestation of the registry names its signer. */
function keyFinder(keys: readonly RegistryKey[]): KeyFinderFunc {
  return (hint) => {
    const found = keys.find(({ keyid }) => keyid === hint);
    if (found === undefined) throw new Error(`its key ${hint} is none of the registry`);
    const { key, expires } = found;
    return { publicKey: key, validFor: (date) => expires === undefined || date < expires };
  };
}
