// `gh api`: the endpoints that workflows call, and whatever a test has put into `state.api` as `METHOD path`.
const { fields } = require('./arguments.cjs');
const { uploadSarif } = require('./code-scanning.cjs');
const { HISTORY_ROUTES } = require('./history.cjs');
const { addComment } = require('./pulls.cjs');
const { permit, Refusal } = require('./state.cjs');

const ROUTES = [
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
