/**
 * Preloaded into a process (`node --require`): ends it with SIGKILL at its n-th step that writes, where n stands in
 * INTERRUPT_AT. A file that is being written then is half written. Without INTERRUPT_AT the steps are counted into the file
 * INTERRUPT_COUNT.
 */
const fs = require('node:fs');
const { resolve, sep } = require('node:path');

const STEPS = [
  'writeFileSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'chmodSync',
  'mkdirSync',
  'copyFileSync',
];
const at = Number(process.env.INTERRUPT_AT ?? Number.POSITIVE_INFINITY);
const root = process.cwd() + sep;
const { writeFileSync } = fs;
let count = 0;

for (const name of STEPS) {
  const step = fs[name];
  fs[name] = (path, ...args) => {
    if (typeof path === 'string' && resolve(path).startsWith(root)) {
      count += 1;
      if (count === at) {
        if (name === 'writeFileSync') step(path, String(args[0]).slice(0, String(args[0]).length / 2), args[1]);
        process.kill(process.pid, 'SIGKILL');
      }
    }
    return step(path, ...args);
  };
}

if (process.env.INTERRUPT_COUNT !== undefined) {
  process.on('exit', () => writeFileSync(process.env.INTERRUPT_COUNT, String(count)));
}
