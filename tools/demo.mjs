#!/usr/bin/env node
// Makes a service repository with this very package: `npm run demo [-- folder]`.
// Installs, builds and packs the package, runs the real `projen new` from the tarball, builds what it made, prints it.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { build, install, must, ROOT, run } from './prepare.mjs';

const target = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? 'demo-service');
if (existsSync(target) && readdirSync(target).length > 0) {
  console.error(
    `The folder ${target} is not empty, and the demo overwrites nothing. Name another: npm run demo -- ../my-service`,
  );
  process.exit(1);
}

await install();
await build();
const tarball = await pack();
await create(tarball);
await must('build the repository', 'npm', ['run', 'build'], { cwd: target, env: userEnv() });
await describe();

async function pack() {
  const folder = join(ROOT, 'dist', 'demo');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await must('pack the package', 'npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    capture: true,
  });
  return join(folder, readdirSync(folder)[0]);
}

/**
 * The folder is filled elsewhere and moved: inside this checkout npm would take the checkout's package.json for the
 * folder's own.
 */
async function create(tarball) {
  const scratch = mkdtempSync(join(tmpdir(), 'demo-'));
  const dir = join(scratch, basename(target));
  mkdirSync(dir);
  try {
    const args = ['--yes', 'projen@latest', 'new', '--from', `projen-udp-service@file:${tarball}`];
    await must('projen new', 'npx', args, { cwd: dir, env: userEnv() });
    mkdirSync(dirname(target), { recursive: true });
    cpSync(dir, target, { recursive: true, verbatimSymlinks: true });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The environment of a fresh shell: without what `npm run` sets, and with a git identity where there is none. */
function userEnv() {
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

async function describe() {
  const { output } = await run('git', ['ls-files'], { cwd: target, capture: true });
  const paths = output.trim().split('\n');
  const lines = (path) => readFileSync(join(target, path), 'utf8').split('\n').length - 1;
  console.log(`\n${target} holds ${paths.length} files, ${paths.reduce((sum, path) => sum + lines(path), 0)} lines:\n`);
  const shown = new Set();
  for (const path of paths) {
    const parts = path.split('/');
    parts.slice(0, -1).forEach((part, depth) => {
      const folder = parts.slice(0, depth + 1).join('/');
      if (!shown.has(folder)) {
        shown.add(folder);
        console.log(`  ${'  '.repeat(depth)}${part}/`);
      }
    });
    console.log(
      `  ${'  '.repeat(parts.length - 1)}${parts.at(-1).padEnd(44 - 2 * parts.length)} ${String(lines(path)).padStart(6)}`,
    );
  }

  console.log('\nStacks and their resources:');
  const assembly = join(target, 'cdk.out');
  for (const file of readdirSync(assembly)
    .filter((name) => name.endsWith('.template.json'))
    .sort()) {
    const { Resources = {} } = JSON.parse(readFileSync(join(assembly, file), 'utf8'));
    const counts = new Map();
    for (const { Type } of Object.values(Resources)) {
      counts.set(Type, (counts.get(Type) ?? 0) + 1);
    }
    console.log(`\n  ${file.replace('.template.json', '')}: ${Object.keys(Resources).length} resources`);
    for (const [type, count] of [...counts].sort(([a], [b]) => a.localeCompare(b))) {
      console.log(`    ${String(count).padStart(3)}  ${type}`);
    }
  }
  console.log(`
Next:
  cd ${target}
  edit .projenrc.ts, then: npx projen && npm run build
  look at a template:      npx cdk synth <stack>`);
}
