// Runs, jobs and artifacts page by page, and the commits of the bare repository $GH_STUB_ORIGIN.
const { spawnSync } = require('node:child_process');
const { permit, Refusal } = require('./state.cjs');

/** As GitHub: 30 where nothing is said, and never more than 100. */
function page(member, items, { per_page = 30, page: number = 1 }) {
  const size = Math.min(Number(per_page), 100);
  const start = (Number(number) - 1) * size;
  return { total_count: items.length, [member]: items.slice(start, start + size) };
}

const newestFirst = (items) => [...items].sort((a, b) => b.id - a.id);

function runOf(state, id) {
  permit('read', 'actions');
  const run = state.runs.find((one) => String(one.id) === id);
  if (!run) throw new Refusal('HTTP 404: Not Found');
  return run;
}

function git(...args) {
  permit('read', 'contents');
  return spawnSync('git', ['-C', process.env.GH_STUB_ORIGIN ?? '/nonexistent', ...args], { encoding: 'utf8' });
}

/** As GitHub: where a tag and a branch have one name, the tag is meant. */
function resolve(name) {
  for (const ref of [`refs/tags/${name}`, `refs/heads/${name}`, name]) {
    const { status, stdout } = git('rev-parse', '--quiet', '--verify', `${ref}^{commit}`);
    if (status === 0) return stdout.trim();
  }
  throw new Refusal(`HTTP 404: No commit found for SHA: ${name}`);
}

function compare(_state, [base, head]) {
  const [from, to] = [resolve(base), resolve(head)];
  const holds = (older, newer) => git('merge-base', '--is-ancestor', older, newer).status === 0;
  if (from === to) return { status: 'identical' };
  return { status: holds(from, to) ? 'ahead' : holds(to, from) ? 'behind' : 'diverged' };
}

function commit(_state, [sha]) {
  const [name, date, message] = git('log', '-1', '--format=%an%x00%aI%x00%B', resolve(sha)).stdout.split('\0');
  return { sha, commit: { message: message.trimEnd(), author: { name, date } }, author: { login: name } };
}

function repository() {
  if (!process.env.GH_STUB_ORIGIN) throw new Refusal('HTTP 404: Not Found');
  return { id: 789012, default_branch: 'main' };
}

function branch(_state, [name]) {
  const { status, stdout } = git('rev-parse', '--quiet', '--verify', `refs/heads/${decodeURIComponent(name)}`);
  if (status !== 0) throw new Refusal('HTTP 404: Branch not found');
  return { name, commit: { sha: stdout.trim() } };
}

const REPOSITORY = '^GET repos/[^/]+/[^/]+';
const route = (path, answer) => [new RegExp(`${REPOSITORY}${path}$`), answer];

exports.HISTORY_ROUTES = [
  route('', repository),
  route('/branches/([^/]+)', branch),
  route('/compare/(.+)\\.\\.\\.(.+)', compare),
  route('/commits/([^/]+)', commit),
  route('/actions/artifacts', (state, _, query) => {
    permit('read', 'actions');
    const named = state.artifacts.filter(({ name }) => query.name === undefined || name === query.name);
    return page('artifacts', newestFirst(named), query);
  }),
  route('/actions/workflows/([^/]+)/runs', (state, [file], query) => {
    permit('read', 'actions');
    const path = `.github/workflows/${file}`;
    return page('workflow_runs', newestFirst(state.runs.filter((run) => run.path === path)), query);
  }),
  route('/actions/runs/(\\d+)', (state, [id]) => runOf(state, id)),
  route('/actions/runs/(\\d+)/jobs', (state, [id], { filter = 'latest', ...query }) => {
    const run = runOf(state, id);
    const jobs = state.jobs.filter(({ run_id }) => run_id === run.id);
    const last = Math.max(...jobs.map(({ run_attempt }) => run_attempt));
    return page('jobs', filter === 'all' ? jobs : jobs.filter(({ run_attempt }) => run_attempt === last), query);
  }),
  route('/actions/runs/(\\d+)/artifacts', (state, [id], query) => {
    const run = runOf(state, id);
    return page('artifacts', newestFirst(state.artifacts.filter((one) => one.workflow_run.id === run.id)), query);
  }),
];
