const { body, hasBody, labels } = require('./arguments.cjs');
const { permit, Refusal } = require('./state.cjs');

const BOT = { login: 'github-actions[bot]' };

exports['pr create'] = (state, _, flags) => {
  permit('write', 'pull-requests');
  state.pulls.push({
    number: state.pulls.length + 1,
    title: flags.title,
    body: body(flags),
    head: flags.head,
    base: flags.base,
    baseRefName: flags.base,
    isCrossRepository: false,
    labels: labels(flags),
    isDraft: flags.draft === true,
    headRefOid: '',
    statusCheckRollup: [],
    state: 'OPEN',
  });
  return `https://github.com/octo-org/my-service/pull/${state.pulls.length}`;
};

exports['pr list'] = (state, _, flags) => {
  permit('read', 'pull-requests');
  return state.pulls.filter((pull) => pull.state === 'OPEN' && (!flags.head || pull.head === flags.head));
};

exports['pr edit'] = (state, subject, flags) => {
  permit('write', 'pull-requests');
  Object.assign(
    pull(state, subject),
    flags.title ? { title: flags.title } : {},
    hasBody(flags) ? { body: body(flags) } : {},
  );
  return '';
};

exports['pr ready'] = (state, subject, flags) => {
  permit('write', 'pull-requests');
  pull(state, subject).isDraft = flags.undo === true;
  return '';
};

exports['pr close'] = (state, subject, flags) => {
  permit('write', 'pull-requests');
  if (flags.comment) exports.addComment(state, String(subject), flags.comment);
  pull(state, subject).state = 'CLOSED';
  return '';
};

exports['pr merge'] = (state, subject, flags) => {
  permit('write', 'contents');
  const found = pull(state, subject);
  if (flags['match-head-commit'] !== found.headRefOid)
    throw new Refusal('Head branch was modified. Review and try the merge again.');
  if (found.isDraft) throw new Refusal('Pull request is still a draft');
  found.state = 'MERGED';
  found.mergedAs = { subject: flags.subject, body: body(flags) };
  return '';
};

exports['pr view'] = (state, subject) => {
  permit('read', 'pull-requests');
  return pull(state, subject);
};

exports['pr comment'] = (state, subject, flags) => {
  permit('write', 'pull-requests');
  const last = state.comments.findLast((comment) => comment.pull === String(subject));
  if (flags['edit-last'] && last) last.body = body(flags);
  else if (flags['edit-last'] && !flags['create-if-none']) throw new Refusal('no comments found for current user');
  else exports.addComment(state, String(subject), body(flags));
  return '';
};

exports.addComment = (state, pull, text) => {
  const comment = { id: state.comments.length + 1, pull, body: text, user: BOT };
  state.comments.push(comment);
  return comment;
};

function pull(state, subject) {
  const found = state.pulls.find(
    ({ number, head }) => String(number) === String(subject).split('/').pop() || head === subject,
  );
  if (!found) throw new Refusal(`no pull requests found for ${subject}`);
  return found;
}
