// `gh api`: the endpoints that workflows call, and whatever a test has put into `state.api` as `METHOD path`.
const { fields } = require('./arguments.cjs');
const { uploadSarif } = require('./code-scanning.cjs');
const { HISTORY_ROUTES } = require('./history.cjs');
const { addComment } = require('./pulls.cjs');
const { permit, Refusal } = require('./state.cjs');

const ROUTES = [
  [
    /^POST graphql$/,
    (state, _, { query }) => {
      if (!/viewer\s*\{\s*login\s*\}/.test(query)) throw new Refusal('HTTP 422: unknown query');
      const token = process.env.GH_TOKEN ?? '';
      // every run makes a token of its own for the same app
      const login = state.accounts?.[token] ?? (token.startsWith('app-token-') ? 'acme-upgrades[bot]' : undefined);
      if (login === undefined) throw new Refusal('HTTP 403: Resource not accessible by integration');
      return { data: { viewer: { login } } };
    },
  ],
  [
    /^GET repos\/[^/]+\/[^/]+\/activity$/,
    (state, _, { ref }) => {
      permit('read', 'contents');
      return (state.pushes ?? []).filter((push) => push.ref === ref).reverse();
    },
  ],
  [
    /^GET repos\/[^/]+\/[^/]+\/commits\/([0-9a-f]+)\/check-runs$/,
    (state, [commit], { page = 1, per_page = 30 }) => {
      permit('read', 'checks');
      const runs = (state.checkRuns ?? []).filter(({ head_sha: head }) => head === commit);
      const from = (Number(page) - 1) * Number(per_page);
      return { total_count: runs.length, check_runs: runs.slice(from, from + Number(per_page)) };
    },
  ],
  [
    /^GET repos\/[^/]+\/[^/]+\/commits\/([0-9a-f]+)\/status$/,
    (state, [commit]) => {
      permit('read', 'statuses');
      const own = (state.statuses ?? []).filter(({ sha }) => sha === commit);
      const isGood = own.every((one) => one.state === 'success');
      return { total_count: own.length, state: own.length > 0 && isGood ? 'success' : 'pending' };
    },
  ],
  [
    /^GET repos\/[^/]+\/[^/]+\/issues\/(\d+)\/comments$/,
    (state, [pull]) => {
      permit('read', 'pull-requests', 'issues');
      return state.comments.filter((comment) => comment.pull === pull);
    },
  ],
  [
    /^POST repos\/[^/]+\/[^/]+\/issues\/(\d+)\/comments$/,
    (state, [pull], { body }) => {
      permit('write', 'pull-requests', 'issues');
      return addComment(state, pull, sized(body));
    },
  ],
  [
    /^PATCH repos\/[^/]+\/[^/]+\/issues\/comments\/(\d+)$/,
    (state, [id], { body }) => {
      permit('write', 'pull-requests', 'issues');
      const comment = state.comments.find((one) => String(one.id) === id);
      if (!comment) throw new Refusal('HTTP 404: Not Found');
      return Object.assign(comment, { body: sized(body) });
    },
  ],
  ...HISTORY_ROUTES,
  [/^POST repos\/[^/]+\/[^/]+\/code-scanning\/sarifs$/, uploadSarif],
];

exports.api = (state, endpoint, flags) => {
  const given = fields(flags);
  const method = flags.method ?? (Object.keys(given).length > 0 ? 'POST' : 'GET');
  const named = endpoint.replace('{owner}/{repo}', process.env.GH_REPO ?? '{owner}/{repo}');
  const [path, query = ''] = named.replace(/^\//, '').split('?');
  const key = `${method} ${path}`;
  if (key in state.api) {
    if (method !== 'GET') state.sent.push({ key, body: given });
    return state.api[key];
  }
  for (const [pattern, answer] of ROUTES) {
    const match = key.match(pattern);
    if (match) return answer(state, match.slice(1), { ...Object.fromEntries(new URLSearchParams(query)), ...given });
  }
  throw new Refusal(`HTTP 404: Not Found (${key})`);
};

function sized(body) {
  if (body === undefined || body === '') throw new Refusal('HTTP 422: body is missing');
  if (body.length > 65536) throw new Refusal('HTTP 422: Body is too long (maximum is 65536 characters)');
  return body;
}
