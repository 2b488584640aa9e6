// The command line: words, and flags by their long names.
const { readFileSync } = require('node:fs');

const WITHOUT_VALUE = new Set([
  'delete-branch',
  'draft',
  'edit-last',
  'create-if-none',
  'force',
  'delete-last',
  'yes',
  'paginate',
  'silent',
  'slurp',
  'squash',
  'undo',
]);
const SHORT = {
  t: 'title',
  b: 'body',
  l: 'label',
  R: 'repo',
  s: 'state',
  S: 'search',
  q: 'jq',
  L: 'limit',
  X: 'method',
  n: 'name',
  D: 'dir',
  H: 'header',
};
const LISTS = new Set(['label', 'field', 'raw-field', 'header']);

exports.parse = (args) => {
  const words = [];
  const flags = {};
  // -F is --field of `gh api`, and --body-file of everything else.
  const short = { ...SHORT, ...(args[0] === 'api' ? { F: 'field', f: 'raw-field' } : { F: 'body-file' }) };
  for (let i = 0; i < args.length; i++) {
    const long = args[i].match(/^--([^=]+)(?:=([\s\S]*))?$/);
    const name = long ? long[1] : /^-[A-Za-z]$/.test(args[i]) ? (short[args[i][1]] ?? args[i][1]) : undefined;
    if (name === undefined) words.push(args[i]);
    else if (WITHOUT_VALUE.has(name)) flags[name] = true;
    else {
      const value = long?.[2] ?? args[++i];
      flags[name] = LISTS.has(name) ? [...(flags[name] ?? []), value] : value;
    }
  }
  return { words, flags };
};

exports.labels = (flags) => (flags.label ?? []).flatMap((text) => text.split(',')).filter(Boolean);

exports.hasBody = (flags) => flags.body !== undefined || flags['body-file'] !== undefined;

exports.body = (flags) => (flags['body-file'] ? file(flags['body-file']) : (flags.body ?? ''));

/** `-f key=text`, `-F key=@file`, `--input file`. */
exports.fields = (flags) => {
  const entry = (text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)];
  const typed = (flags.field ?? [])
    .map(entry)
    .map(([key, value]) => [key, value.startsWith('@') ? file(value.slice(1)) : value]);
  const given = flags.input ? JSON.parse(file(flags.input)) : {};
  return { ...given, ...Object.fromEntries([...(flags['raw-field'] ?? []).map(entry), ...typed]) };
};

function file(path) {
  return readFileSync(path === '-' ? 0 : path, 'utf8');
}
