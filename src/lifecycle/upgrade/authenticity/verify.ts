import type { UserError } from '../../../util/user-error';
import { upgradeBlocked } from '../blocked';
import type { Target } from '../choose';
import type { Registry } from '../registry';
import type { Dist } from './dist';
import { type Finding, Forged } from './finding';
import { type HttpGet, httpGet } from './http';
import { publicKeys, type RegistryKeys, registryKeys } from './keys';
import { checkSignatures } from './signature';
import { SIGSTORE_ROOT } from './trusted-keys';

/** What an upgrade goes to, with the tarball that was proven. */
export interface Verified {
  readonly target: Target;
  /** Digests of the tarball that the findings are of; absent where the registry names none. */
  readonly integrity?: string;
  /** One sentence on where the version comes from, or on what does not say it. */
  readonly remark: string;
}

/** How the proofs of versions are found. */
export interface VerifyOptions {
  /** Versions that a person has asked for by their number: less proof than before is told, and does not stop them. */
  readonly asked: ReadonlySet<string>;
  /** @default - over the network */
  readonly get?: HttpGet;
  /** Authorities and logs of attestations. @default - those of the public Sigstore instance */
  readonly root?: object;
}

type AskRegistry = Pick<Registry, 'dist' | 'published' | 'addressFor'>;

/** The proofs of one version. */
interface Proofs {
  readonly signature: Finding;
  readonly provenance: Finding;
  readonly dist: Dist;
}

/**
 * Checks before anything of them is installed that versions are those which the registry and their makers have signed.
 *
 * @throws UserError where a proof is wrong, or where a version has less proof than the one before it
 */
export async function verifyTargets(
  targets: readonly Target[],
  registry: AskRegistry,
  { asked, get = httpGet, root = SIGSTORE_ROOT }: VerifyOptions,
): Promise<Verified[]> {
  const verified: Verified[] = [];
  for (const target of targets) {
    const { name, from, to } = target;
    const address = await registry.addressFor(name);
    const own = await registryKeys(address, get);
    const prove = (version: string) => proofsOf(name, version, { registry, address, own, get, root });
    const proofs = await prove(to).catch(forged);
    // what is installed has been trusted already; it is looked at only for what it had
    const before = await prove(from).catch(() => undefined);
    const loss = before && lossOf(before, proofs, target);
    if (loss !== undefined && !asked.has(`${name}@${to}`)) throw lessProof(loss, target);
    const { integrity } = proofs.dist;
    const remark = `${name} ${to}: ${loss === undefined ? '' : `${loss}, and this version was asked for; `}${wordsOf(proofs, address)}`;
    verified.push({ target, remark, ...(integrity !== undefined && { integrity }) });
  }
  return verified;
}

interface Source {
  readonly registry: AskRegistry;
  readonly address: string;
  readonly own: RegistryKeys;
  readonly get: HttpGet;
  readonly root: object;
}

async function proofsOf(name: string, version: string, source: Source): Promise<Proofs> {
  const { registry, address, own, get, root } = source;
  const spec = `${name}@${version}`;
  const dist = await registry.dist(spec);
  const published = () => registry.published(name, version);
  const signature = await checkSignatures(dist, { spec, own, known: publicKeys('npm:signatures'), published });
  if (dist.attestations === undefined) return { dist, signature, provenance: { state: 'absent' } };
  // the library is loaded where there is something to read for it
  const { checkAttestations } = require('./attestation') as typeof import('./attestation');
  const keys = [...publicKeys('npm:attestations'), ...own.keys];
  const provenance = await checkAttestations(dist, { name, version, registry: address, keys, root, get });
  return { dist, signature, provenance };
}

/** What a version has lost against the one before it; `undefined` where that is nothing. */
export function lossOf(
  before: Pick<Proofs, 'signature' | 'provenance'>,
  now: typeof before,
  { from }: Pick<Target, 'from'>,
): string | undefined {
  if (before.signature.state === 'verified' && now.signature.state !== 'verified') {
    return `the registry has signed ${from}, and this version it has not`;
  }
  if (before.provenance.state !== 'verified') return undefined;
  if (now.provenance.state !== 'verified') {
    return `${from} has a provenance (${before.provenance.source}), and this version has none`;
  }
  return before.provenance.source === now.provenance.source
    ? undefined
    : `${from} was built by ${before.provenance.source}, and this version by ${now.provenance.source}`;
}

function wordsOf({ signature, provenance, dist }: Proofs, address: string): string {
  const [signed, built] = [signature, provenance].map((finding) => {
    if (finding.state === 'verified') return finding.by;
    return finding.state === 'unchecked' ? `not checked: ${finding.because}` : undefined;
  });
  const host = new URL(address).host;
  const none = [signed ?? `${host} has no signature of it`, built ?? `${host} has no provenance of it`].join('; ');
  if (signature.state === 'verified' || provenance.state === 'verified') return none;
  return dist.integrity === undefined
    ? `${none}; nothing but the address holds its content`
    : `${none}; nothing but the digest in the lockfile holds its content`;
}

function forged(error: unknown): never {
  if (!(error instanceof Forged)) throw error;
  throw upgradeBlocked(
    error.reason,
    'Nothing of it was installed. Tell whoever keeps the registry, and do not install the version in another way: what it holds may be of somebody else.',
  );
}

function lessProof(loss: string, { name, to }: Target): UserError {
  return upgradeBlocked(
    `${name} ${to} has less proof of its origin than the version before it: ${loss}`,
    `Ask whoever publishes ${name} whether it is theirs. If it is, ask for it by its number: npx projen upgrade --to ${name}@${to}.`,
  );
}
