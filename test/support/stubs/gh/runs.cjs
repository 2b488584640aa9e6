const { cpSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');
const { permit, Refusal } = require('./state.cjs');

exports['run list'] = (state) => {
  permit('read', 'actions');
  return state.runs;
};

exports['run download'] = (state, run, flags) => {
  permit('read', 'actions');
  const found = state.artifacts.find(
    ({ name, workflow_run, expired }) => name === flags.name && String(workflow_run.id) === run && !expired,
  );
  if (!found) throw new Refusal('no valid artifacts found to download');
  mkdirSync(flags.dir ?? '.', { recursive: true });
  cpSync(join(process.env.GH_STUB_ARTIFACTS, run, flags.name), flags.dir ?? '.', { recursive: true });
  return '';
};
