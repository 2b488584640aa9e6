// `--json a,b` picks members; `--jq` is done by jq itself where it is more than a path.
const { spawnSync } = require('node:child_process');
const { Refusal } = require('./state.cjs');

exports.render = (value, flags) => {
  const fields = flags.json?.split(',');
  const pick = (item) => (fields ? Object.fromEntries(fields.map((field) => [field, item[field]])) : item);
  const picked = Array.isArray(value) ? value.map(pick) : pick(value);
  return flags.jq === undefined ? `${JSON.stringify(picked)}\n` : jq(picked, flags.jq);
};

function jq(value, expression) {
  const { status, stdout, stderr, error } = spawnSync('jq', ['--raw-output', expression], {
    input: JSON.stringify(value),
    encoding: 'utf8',
  });
  if (error) throw new Refusal(`--jq needs the program jq (${error.message})`);
  if (status !== 0) throw new Refusal(`--jq '${expression}': ${stderr.trim()}`);
  // gh prints nothing for null, where jq prints the word.
  return stdout.replace(/^null\n/gm, '');
}
