// `gh attestation verify`: the attestations of the site, as the action `actions/attest` leaves them, against a file. What it
// prints has the members of the real one that are looked at, and --signer-workflow is a beginning there, too.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { permit, Refusal } = require('./state.cjs');

exports['attestation verify'] = (state, file, flags) => {
  permit('read', 'attestations');
  const known = new Set(['hostname', 'repo', 'signer-workflow', 'source-digest', 'predicate-type', 'limit', 'format']);
  const unknown = Object.keys(flags).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Refusal(`unknown flag: --${unknown}\n\nUsage:  gh attestation verify`);
  const host = flags.hostname ?? 'github.com';
  if (host !== 'github.com' && !host.endsWith('.ghe.com')) {
    throw new Refusal('An unsupported host was detected. Note that gh attestation does not currently support GHES');
  }
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  const ofFile = (state.attestations ?? []).filter(
    ({ digest, repository }) => digest === `sha256:${sha256}` && repository === flags.repo,
  );
  if (ofFile.length === 0) {
    throw new Refusal(
      `HTTP 404: Not Found (https://api.${host}/repos/${flags.repo}/attestations/sha256:${sha256}?per_page=30)`,
    );
  }
  const source = `https://${host}/${flags.repo}`;
  const certificates = ofFile.map(({ workflow, ref, commit, run, attempt }) => ({
    subjectAlternativeName: `${source}/${workflow}@${ref}`,
    issuer: 'https://token.actions.githubusercontent.com',
    buildSignerURI: `${source}/${workflow}@${ref}`,
    sourceRepositoryURI: source,
    sourceRepositoryDigest: commit,
    sourceRepositoryRef: ref,
    runInvocationURI: `${source}/actions/runs/${run}/attempts/${attempt}`,
  }));
  const signer = flags['signer-workflow'] && `https://${flags['signer-workflow']}`;
  const fitting = certificates
    .filter(({ buildSignerURI }) => signer === undefined || buildSignerURI.startsWith(signer))
    .filter(({ sourceRepositoryDigest: digest }) => [undefined, digest].includes(flags['source-digest']));
  if (fitting.length === 0) {
    throw new Refusal('verifying with issuer "sigstore.dev": no attestation matches the policy criteria');
  }
  const subject = [{ name: ofFile[0].name, digest: { sha256 } }];
  return JSON.stringify(
    fitting.map((certificate) => ({
      verificationResult: {
        signature: { certificate },
        statement: { predicateType: flags['predicate-type'], subject },
      },
    })),
  );
};
