import { UserError } from '../../util/user-error';

/** What made an attested file, as an attestation has to name it. */
export interface AttestedOrigin {
  /** `owner/name` */
  readonly repository: string;
  /** Path of the workflow file. */
  readonly workflow: string;
  /** Commit of the run. */
  readonly commit: string;
  readonly run: number;
}

/** An attestation whose signature and origin were verified. */
export interface Attestation {
  /** The workflow file that signed, with its ref. */
  readonly signer: string;
  readonly attempt: number;
}

/** More than one: a rollback keeps the same file again, and is attested again. */
const LIMIT = '1000';
const PROVENANCE = 'https://slsa.dev/provenance/v1';

/** Arguments of the GitHub CLI. */
export function verifyCommand(host: string, file: string, { repository, workflow, commit }: AttestedOrigin): string[] {
  return [
    ...['attestation', 'verify', file, '--hostname', host, '--repo', repository],
    ...['--signer-workflow', `${host}/${repository}/${workflow}`, '--source-digest', commit],
    ...['--predicate-type', PROVENANCE, '--limit', LIMIT, '--format', 'json'],
  ];
}

/**
 * The attestation of exactly this origin, among those that the GitHub CLI verified. It knows no run, and it takes the name of
 * the workflow for the beginning of a name (`deploy.yml` for `deploy.yml.yml`), so both are looked at here.
 *
 * @throws UserError where its answer cannot be read
 */
export function attestationOf(host: string, origin: AttestedOrigin, answer: string): Attestation | undefined {
  const { repository, workflow, commit, run } = origin;
  const address = `https://${host}/${repository}`;
  for (const certificate of certificatesIn(answer)) {
    const { buildSignerURI: signer, sourceRepositoryURI: source, sourceRepositoryDigest: digest } = certificate;
    const attempt = attemptOf(certificate.runInvocationURI, `${address}/actions/runs/${run}/attempts/`);
    const isOurs =
      startsWith(signer, `${address}/${workflow}@`) && startsWith(source, address) && source.length === address.length;
    if (isOurs && digest === commit && attempt !== undefined) return { signer, attempt };
  }
  return undefined;
}

/** Why the GitHub CLI verified nothing; a release that is too old prints its whole usage. */
export function verificationFailure(errors: string, code: number | null): string {
  const unknown = /^unknown (?:flag|command|shorthand).*/m.exec(errors)?.[0];
  if (unknown !== undefined) return `gh attestation verify: ${unknown}. Install the current GitHub CLI`;
  return `gh attestation verify: ${errors.trim().split('\n').pop() || `ended with ${code}`}`;
}

type Certificate = Readonly<Record<string, string>>;

function certificatesIn(answer: string): Certificate[] {
  // some releases say nothing and succeed where no attestation is a provenance
  if (answer.trim() === '') return [];
  let results: unknown;
  try {
    results = JSON.parse(answer);
  } catch {
    results = undefined;
  }
  if (!Array.isArray(results)) {
    throw new UserError({
      subject: 'gh attestation verify',
      cause: 'its answer is no list',
      remedy: 'Install the current GitHub CLI',
    });
  }
  return results.map((result) => {
    const certificate = member(member(member(result, 'verificationResult'), 'signature'), 'certificate');
    const names = ['buildSignerURI', 'sourceRepositoryURI', 'sourceRepositoryDigest', 'runInvocationURI'];
    return Object.fromEntries(names.map((name) => [name, String(member(certificate, name) ?? '')]));
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Names of owners and repositories have no case. */
function startsWith(text: string, beginning: string): boolean {
  return text.slice(0, beginning.length).toLowerCase() === beginning.toLowerCase();
}

function attemptOf(invocation: string, beginning: string): number | undefined {
  if (!startsWith(invocation, beginning)) return undefined;
  const number = invocation.slice(beginning.length);
  return /^[1-9]\d*$/.test(number) ? Number(number) : undefined;
}
