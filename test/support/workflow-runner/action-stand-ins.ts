import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EmulatedAws } from '../emulated-aws';
import { mustRun } from '../run';
import type { RunEntry } from './github-site';
import type { ActionCall, ActionStandIn } from './types';

/** Inputs that the stand-in understands; any other is a mistake in the workflow or a gap in the stand-in. */
function checkInputs(
  action: string,
  inputs: ActionCall['inputs'],
  required: readonly string[],
  optional: readonly string[],
) {
  for (const name of required) {
    if (!inputs[name]) {
      throw new Error(`${action}: the input ${name} is missing or empty`);
    }
  }
  for (const name of Object.keys(inputs)) {
    if (![...required, ...optional].includes(name)) {
      throw new Error(`${action}: the input ${name} is not one that it knows`);
    }
  }
}

/** Clones the committed tree: a file that the repository ignores is not there, as on a runner. */
const checkout: ActionStandIn = async ({ inputs, workspace, origin, github }) => {
  checkInputs(
    'actions/checkout',
    inputs,
    [],
    ['ref', 'fetch-depth', 'persist-credentials', 'path', 'token', 'repository', 'fetch-tags'],
  );
  const dir = join(workspace, inputs.path ?? '.');
  mkdirSync(dir, { recursive: true });
  const git = (...args: string[]) => mustRun('git', ['-C', dir, ...args]);
  await mustRun('git', ['clone', '--quiet', '--no-checkout', origin, dir]);
  const wanted = inputs.ref || String(github.sha);
  const remote = await mustRun('git', ['-C', dir, 'branch', '--remotes', '--list', `origin/${wanted}`]);
  await git('checkout', '--quiet', ...(remote.stdout.trim() ? [wanted] : ['--detach', wanted]));
  const { stdout } = await git('rev-parse', 'HEAD');
  return { commit: stdout.trim(), ref: wanted };
};

const setupNode: ActionStandIn = async ({ inputs, workspace }) => {
  const optional = [
    'node-version-file',
    'cache',
    'package-manager-cache',
    'registry-url',
    'scope',
    'cache-dependency-path',
    'architecture',
  ];
  checkInputs('actions/setup-node', inputs, [], ['node-version', ...optional]);
  if (!inputs['node-version'] && !existsSync(join(workspace, inputs['node-version-file'] ?? '/'))) {
    throw new Error('actions/setup-node: neither node-version nor an existing node-version-file is given');
  }
  return { 'node-version': process.version };
};

/** Days for which GitHub keeps an artifact where nothing else is said. */
const DEFAULT_RETENTION = 90;
/** The longest that GitHub accepts, for private repositories. */
const MAX_RETENTION = 400;

/** Keeps what the real action keeps: no hidden files, an error where nothing is found when asked for. */
const uploadArtifact: ActionStandIn = async ({ inputs, workspace, site, runId }) => {
  const optional = [
    'retention-days',
    'if-no-files-found',
    'compression-level',
    'overwrite',
    'include-hidden-files',
    'archive',
  ];
  checkInputs('actions/upload-artifact', inputs, ['path'], ['name', ...optional]);
  const paths = inputs.path
    .split('\n')
    .map((path) => path.trim())
    .filter(Boolean);
  const present = paths.filter((path) => existsSync(join(workspace, path)));
  if (present.length === 0 && inputs['if-no-files-found'] === 'error') {
    throw new Error(`actions/upload-artifact: no files were found with the path ${inputs.path}`);
  }
  const days = Number(inputs['retention-days'] ?? DEFAULT_RETENTION);
  if (!Number.isInteger(days) || days < 1 || days > MAX_RETENTION) {
    throw new Error(
      `actions/upload-artifact: retention-days is ${inputs['retention-days']}, not 1 to ${MAX_RETENTION}`,
    );
  }
  const name = inputs.archive === 'false' ? basename(paths[0]) : inputs.name || 'artifact';
  if (/["<>|*?:\\/\r\n]/.test(name)) {
    throw new Error(`actions/upload-artifact: the name ${name} holds a character that an artifact's name may not`);
  }
  const visible = (path: string) => inputs['include-hidden-files'] === 'true' || !basename(path).startsWith('.');
  const id = site.keepArtifact(runId, name, { days, overwrite: inputs.overwrite === 'true' }, (artifact) => {
    for (const path of present) {
      // The folder itself is left out when it is the only path, as the real action does.
      const target = present.length === 1 && !/\.[a-z]+$/.test(path) ? artifact : join(artifact, basename(path));
      cpSync(join(workspace, path), target, { recursive: true, filter: visible });
    }
  });
  return { 'artifact-id': String(id), 'artifact-url': `https://github.com/octo-org/my-service/artifacts/${id}` };
};

const downloadArtifact: ActionStandIn = async ({ inputs, workspace, site, runId, permissions }) => {
  const optional = [
    'path',
    'run-id',
    'github-token',
    'merge-multiple',
    'pattern',
    'repository',
    'artifact-ids',
    'digest-mismatch',
    'skip-decompress',
  ];
  checkInputs('actions/download-artifact', inputs, [], ['name', ...optional]);
  if (inputs['run-id'] && !inputs['github-token']) {
    throw new Error('actions/download-artifact: an artifact of another run needs github-token');
  }
  if (inputs['run-id'] && permissions.actions !== 'read' && permissions.actions !== 'write') {
    throw new Error('actions/download-artifact: an artifact of another run needs the permission actions: read');
  }
  const run = Number(inputs['run-id'] ?? runId);
  const target = join(workspace, inputs.path ?? '.');
  if (inputs.name) {
    site.fetchArtifact(run, inputs.name, target);
  } else {
    // A folder each, unless they are merged.
    const pattern = new RegExp(`^${(inputs.pattern ?? '*').replaceAll('*', '.*')}$`);
    for (const { name, workflow_run } of site.state.artifacts) {
      if (workflow_run.id !== run || !pattern.test(name)) continue;
      site.fetchArtifact(run, name, inputs['merge-multiple'] === 'true' ? target : join(target, name));
    }
    mkdirSync(target, { recursive: true });
  }
  return { 'download-path': target };
};

const CACHE: ActionStandIn = async ({ inputs }) => {
  checkInputs('actions/cache', inputs, ['path', 'key'], ['restore-keys']);
  return { 'cache-hit': 'false' };
};

/** Exchanges the job's identity for credentials of a role, or those it has for a role that the first may assume. */
function configureAwsCredentials(aws: EmulatedAws): ActionStandIn {
  return async ({ inputs, exportEnv, permissions, env, claims }) => {
    const optional = [
      'role-session-name',
      'allowed-account-ids',
      'role-duration-seconds',
      'mask-aws-account-id',
      'role-chaining',
      'role-skip-session-tagging',
      'audience',
      'sts-endpoint',
      'unset-current-credentials',
      'output-credentials',
    ];
    const action = 'aws-actions/configure-aws-credentials';
    checkInputs(action, inputs, ['role-to-assume', 'aws-region'], optional);
    const { 'role-to-assume': role, 'aws-region': region, 'role-session-name': session = 'GitHubActions' } = inputs;
    const account = role.match(/^arn:aws[\w-]*:iam::(\d{12}):role\/.+$/)?.[1];
    if (!account) {
      throw new Error(`${action}: not a role's ARN: ${role}`);
    }
    const allowed = inputs['allowed-account-ids'];
    if (allowed && !allowed.split(',').includes(account)) {
      throw new Error(`${action}: the account ${account} is not one of ${allowed}`);
    }
    const chained = inputs['role-chaining'] === 'true';
    if (chained && !env.AWS_ACCESS_KEY_ID) {
      throw new Error(`${action}: role-chaining needs credentials, and an earlier step made none`);
    }
    if (!chained && permissions['id-token'] !== 'write') {
      throw new Error(`${action}: the job has no identity: it needs the permission id-token: write`);
    }
    exportEnv({
      ...(await (chained ? aws.assumeRole(role, session, env) : aws.assumeRoleWithWebIdentity(role, session, claims))),
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
    });
    return { 'aws-account-id': account };
  };
}

/** Makes a token of an app that may do what is asked for, and nothing else. */
const createGithubAppToken: ActionStandIn = async ({ inputs, site }) => {
  const prefix = 'permission-';
  const asked = Object.keys(inputs).filter((name) => name.startsWith(prefix));
  checkInputs('actions/create-github-app-token', inputs, ['client-id', 'private-key'], asked);
  const permissions = Object.fromEntries(asked.map((name) => [name.slice(prefix.length), inputs[name]]));
  const token = site.change((state) => {
    const name = `app-token-${Object.keys(state.tokens).length + 1}`;
    state.tokens[name] = permissions;
    return name;
  });
  return { token };
};

/** Signs for a digest in the name of the run, which takes an identity. */
const attest: ActionStandIn = async ({ inputs, site, runId, github, permissions }) => {
  checkInputs('actions/attest', inputs, ['subject-name', 'subject-digest'], []);
  for (const name of ['id-token', 'attestations']) {
    if (permissions[name] !== 'write') throw new Error(`actions/attest: the job needs the permission ${name}: write`);
  }
  const { 'subject-name': name, 'subject-digest': digest } = inputs;
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`actions/attest: subject-digest ${digest} is no digest`);
  site.change(({ attestations, runs }) => {
    const { path: workflow, head_sha: commit } = runs.find(({ id }) => id === runId) as RunEntry;
    const repository = String(github.repository);
    const attempt = Number(github.run_attempt);
    attestations.push({ name, digest, repository, workflow, ref: String(github.ref), commit, run: runId, attempt });
  });
  return { 'attestation-id': '1' };
};

/** Stand-ins for the actions that generated workflows use. */
export function actionStandIns(aws?: EmulatedAws): Readonly<Record<string, ActionStandIn>> {
  return {
    'actions/checkout': checkout,
    'actions/setup-node': setupNode,
    'actions/upload-artifact': uploadArtifact,
    'actions/download-artifact': downloadArtifact,
    'actions/attest': attest,
    'actions/cache': CACHE,
    'actions/create-github-app-token': createGithubAppToken,
    'actions/cache/restore': CACHE,
    ...(aws ? { 'aws-actions/configure-aws-credentials': configureAwsCredentials(aws) } : {}),
  };
}
