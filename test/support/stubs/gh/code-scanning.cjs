// Code scanning: takes SARIF as GitHub does (gzip in Base64, for a commit and a ref), where the repository has it.
const { gunzipSync } = require('node:zlib');
const { permit, Refusal } = require('./state.cjs');

exports.uploadSarif = (state, _, { commit_sha: commit, ref, sarif }) => {
  permit('write', 'security-events');
  if (state.codeScanning === false) {
    throw new Refusal('HTTP 403: Advanced Security must be enabled for this repository to use code scanning.');
  }
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Refusal(`HTTP 422: commit_sha ${commit}`);
  if (!/^refs\/(heads|tags|pull)\/./.test(ref)) throw new Refusal(`HTTP 422: ref ${ref}`);
  const content = JSON.parse(gunzipSync(Buffer.from(sarif, 'base64')).toString('utf8'));
  if (content.version !== '2.1.0') throw new Refusal(`HTTP 422: SARIF ${content.version}`);
  state.analyses = [...(state.analyses ?? []), { commit, ref, results: content.runs[0].results }];
  return { id: String(state.analyses.length) };
};
