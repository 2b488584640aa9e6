/**
 * The environment of the tiers `unit` and `commands`. It watches what starts a process or uses the network: a test of `unit`
 * that does fails by name, also where the code under test handles the error; a file of `commands` that never does belongs in
 * `unit` and fails as a whole. Everything is put back at the end of a file: a worker of jest runs files of every tier.
 */
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');
const { TestEnvironment } = require('jest-environment-node');

/** How a call of each function is told; `spawn`, `exec`, `execFile` and `fork` all end in the method `spawn`. */
const WATCHED = [
  [childProcess.ChildProcess.prototype, 'spawn', ({ file, args }) => `started '${shown(args ?? [file])}'`],
  [childProcess, 'spawnSync', (file, args) => `started '${shown([file, ...(Array.isArray(args) ? args : [])])}'`],
  [childProcess, 'execFileSync', (file, args) => `started '${shown([file, ...(Array.isArray(args) ? args : [])])}'`],
  [childProcess, 'execSync', (command) => `started '${shown([command])}'`],
  [net.Socket.prototype, 'connect', () => 'opened a connection'],
  [net.Server.prototype, 'listen', () => 'listened on a socket'],
  [dgram.Socket.prototype, 'bind', () => 'bound a UDP socket'],
  [dgram.Socket.prototype, 'send', () => 'sent a datagram'],
  [dns, 'lookup', (host) => `looked up '${host}'`],
  [dns.promises, 'lookup', (host) => `looked up '${host}'`],
];

const shown = (words) => words.join(' ').slice(0, 120);

module.exports = class TierEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.tier = config.projectConfig.testEnvironmentOptions.tier;
    this.uses = 0;
    this.refused = [];
    this.complete = true;
    this.test = undefined;
    this.originals = [];
  }

  async setup() {
    await super.setup();
    for (const [owner, name, told] of WATCHED) {
      const original = owner[name];
      const use = (args) => this.use(told(...args));
      this.originals.push([owner, name, original]);
      owner[name] = Object.assign(function (...args) {
        use(args);
        return original.apply(this, args);
      }, original);
    }
  }

  async teardown() {
    for (const [owner, name, original] of this.originals.splice(0)) owner[name] = original;
    await super.teardown();
  }

  use(what) {
    this.uses += 1;
    if (this.tier !== 'unit') return;
    const error = new Error(
      `${this.test ?? 'The file, outside of its tests,'} ${what}. A unit test starts no process and uses no network: ` +
        'give the code a stand-in, or name the file *.command.test.ts (test/README.md).',
    );
    this.refused.push(error);
    throw error;
  }

  handleTestEvent(event, state) {
    if (event.name === 'test_start') this.test = `The test '${nameOf(event.test)}'`;
    if (event.name === 'test_skip' || event.name === 'test_todo') this.complete = false;
    // an error that the code under test has handled is one all the same
    if (event.name === 'test_done') {
      const told = event.test.errors.flat();
      event.test.errors.push(...this.refused.splice(0).filter((error) => !told.includes(error)));
      this.complete &&= event.test.errors.length === 0;
      this.test = undefined;
    }
    if (event.name === 'run_finish') state.unhandledErrors.push(...this.refused.splice(0), ...this.needless());
  }

  needless() {
    if (this.tier !== 'commands' || this.uses > 0 || !this.complete) return [];
    return [
      new Error('No test of this file started a process or used the network: name it *.test.ts (test/README.md).'),
    ];
  }
};

function nameOf({ name, parent }) {
  return parent === undefined || parent.name === 'ROOT_DESCRIBE_BLOCK' ? name : `${nameOf(parent)} › ${name}`;
}
