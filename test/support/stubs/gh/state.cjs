// What the stand-in has, and what the token of the job may do with it.
const { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');

class Refusal extends Error {
  constructor(message, code = 1) {
    super(message);
    this.code = code;
  }
}

const path = process.env.GH_STUB_STATE;
if (!path) {
  console.error('gh stand-in: GH_STUB_STATE must name its state file');
  process.exit(2);
}

exports.Refusal = Refusal;

exports.read = () => {
  const empty = {
    issues: [],
    pulls: [],
    comments: [],
    labels: [],
    runs: [],
    jobs: [],
    artifacts: [],
    api: {},
    sent: [],
    tokens: {},
    calls: [],
  };
  try {
    return { ...empty, ...JSON.parse(readFileSync(path, 'utf8')) };
  } catch {
    return empty;
  }
};

/** Commands run side by side, and each reads and writes the whole state: one after the other. */
exports.takeTurn = () => {
  const lock = `${path}.lock`;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 20_000) {
        rmSync(lock, { recursive: true, force: true }); // of a command that was killed
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
  process.on('exit', () => rmSync(lock, { recursive: true, force: true }));
};

exports.save = (state) => writeFileSync(path, JSON.stringify(state, undefined, 2));

/** Refuses unless the token has one of the permissions, as `issues: write`. */
exports.permit = (level, ...names) => {
  // a token that is not the job's has permissions of its own
  const own = exports.read().tokens[process.env.GH_TOKEN ?? ''];
  const permissions = own ?? JSON.parse(process.env.GH_STUB_JOB ?? '{}').permissions;
  if (permissions === undefined) return;
  if (names.some((name) => permissions[name] === 'write' || permissions[name] === level)) return;
  throw new Refusal(`HTTP 403: Resource not accessible by integration (needs ${names.join(' or ')}: ${level})`);
};
