const { body, hasBody, labels } = require('./arguments.cjs');
const { permit, Refusal } = require('./state.cjs');

exports['issue list'] = (state, _, flags) => {
  permit('read', 'issues');
  const open = (issue) => flags.state === 'all' || issue.state === (flags.state ?? 'open').toUpperCase();
  const titled = (issue) => !flags.search || flags.search.includes(issue.title) || issue.title.includes(flags.search);
  const wanted = labels(flags);
  return state.issues.filter(
    (issue) => open(issue) && titled(issue) && wanted.every((label) => issue.labels.includes(label)),
  );
};

exports['issue create'] = (state, _, flags) => {
  permit('write', 'issues');
  const number = state.issues.length + 1;
  for (const label of labels(flags))
    if (!state.labels.includes(label)) throw new Refusal(`could not add label: '${label}' not found`);
  state.issues.push({
    number,
    title: flags.title,
    body: body(flags),
    labels: labels(flags),
    state: 'OPEN',
    comments: [],
  });
  return `https://github.com/octo-org/my-service/issues/${number}`;
};

exports['issue edit'] = (state, subject, flags) => {
  permit('write', 'issues');
  Object.assign(
    issue(state, subject),
    flags.title ? { title: flags.title } : {},
    hasBody(flags) ? { body: body(flags) } : {},
  );
  return '';
};

exports['issue comment'] = (state, subject, flags) => {
  permit('write', 'issues');
  issue(state, subject).comments.push(body(flags));
  return '';
};

exports['issue close'] = (state, subject, flags) => {
  permit('write', 'issues');
  if (flags.comment) issue(state, subject).comments.push(flags.comment);
  issue(state, subject).state = 'CLOSED';
  return '';
};

exports['issue reopen'] = (state, subject) => {
  permit('write', 'issues');
  issue(state, subject).state = 'OPEN';
  return '';
};

exports['label create'] = (state, name, flags) => {
  permit('write', 'issues');
  if (state.labels.includes(name) && !flags.force) throw new Refusal(`label with name "${name}" already exists`);
  state.labels = [...new Set([...state.labels, name])];
  return '';
};

function issue(state, subject) {
  const found = state.issues.find(({ number }) => String(number) === String(subject).split('/').pop());
  if (!found) throw new Refusal(`no issue ${subject}`);
  return found;
}
