// What the scripts of this folder share: installing and building the package on a fresh clone, with nothing but Node.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const modules = (...path) => join(ROOT, 'node_modules', ...path);

/**
 * Runs a command with its output on the screen (or captured) and ends it after a time.
 * @returns {Promise<{ code: number | null, output: string, seconds: number }>}
 */
export function run(command, args, { cwd = ROOT, env = process.env, minutes = 10, capture = false } = {}) {
  const started = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
    });
    let output = '';
    let late = '';
    const stop = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // it ended in the meantime
      }
    };
    const interrupted = () => stop('SIGTERM');
    const timer = setTimeout(() => {
      late = `\n${command} ${args.join(' ')} was ended after ${minutes} minutes\n`;
      stop('SIGKILL');
    }, minutes * 60_000);
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      if (late && !capture) process.stderr.write(late);
      done({ code, output: output + late, seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** Like `run`, but ends this process where the command fails. */
export async function must(title, command, args, options = {}) {
  console.log(`\n> ${title}`);
  const result = await run(command, args, options);
  if (result.code !== 0) {
    if (options.capture) console.error(result.output);
    console.error(`\n${title}: '${[command, ...args].join(' ')}' ended with ${result.code}.`);
    process.exit(1);
  }
  return result;
}

/** Runs a tool of the package's own dependencies. */
export const nodeTool = (path, ...args) => [process.execPath, [modules(path), ...args]];

/** Installs exactly what the lockfile says, where that has not been done since the lockfile changed. */
export async function install() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    console.error(
      `Node ${process.versions.node} is too old: Node 20 or newer is needed. Install one from https://nodejs.org`,
    );
    process.exit(1);
  }
  const installed = modules('.package-lock.json');
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) {
    return;
  }
  await must('install the locked dependencies', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Compiles the package (jsii), as its own build does. */
export async function build() {
  await must('prepare', ...nodeTool('projen/bin/projen', 'pre-compile'));
  await must('compile the package', ...nodeTool('projen/bin/projen', 'compile'), { capture: true });
}

/** The environment of a fresh shell: without what `npm run` sets, and with a git identity where there is none. */
export function userEnv() {
  const own =
    /^(npm_(package|lifecycle|command|execpath|config_local_prefix|config_user_agent)|INIT_CWD$|NODE_ENV$|PROJEN_)/;
  return {
    GIT_AUTHOR_NAME: 'Demo',
    GIT_AUTHOR_EMAIL: 'demo@example.com',
    GIT_COMMITTER_NAME: 'Demo',
    GIT_COMMITTER_EMAIL: 'demo@example.com',
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name))),
  };
}
