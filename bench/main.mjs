#!/usr/bin/env node
// Time of the daily commands: a generated repository next to a stock `awscdk-app-ts` that holds the same sources, with
// linting on in both. `npm run bench [-- --runs N --minutes N]`; the runs are interleaved, the figures are medians.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, must, run, userEnv } from '../tools/prepare.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, minutes: { type: 'string', default: '20' } },
});
const runs = Number(values.runs);
const deadline = Date.now() + Number(values.minutes) * 60_000;

/** What is measured: the command, and what is removed before it. */
const MEASURES = [
  { title: 'npx projen', command: ['npx', 'projen'], cold: false },
  { title: 'npm run build, cold', command: ['npm', 'run', 'build'], cold: true },
  { title: 'npm run build, warm', command: ['npm', 'run', 'build'], cold: false },
  { title: 'cdk synth', command: ['npx', 'cdk', 'synth', '--quiet'], cold: false },
  { title: 'npm test', command: ['npm', 'test'], cold: false },
];
/** Sources that the stock repository gets from the generated one. */
const SOURCES = ['src', 'test', 'health', 'app', 'images.json'];
/** Two rules of taste that stock's linter has and that the sources do not follow; it still runs all the others. */
const LINT = "project.eslint?.addRules({ 'no-bitwise': 'off', '@typescript-eslint/no-shadow': 'off' });\n";
/** What a build keeps for the next one, besides jest's cache in the temporary folder. */
const CACHES = ['cdk.out', 'coverage', 'test-reports', '.eslintcache', 'node_modules/.cache', 'lib'];

await install();
await build();
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const ours = await makeOurs();
  const stock = await makeStock(ours);
  const seconds = await measure({ ours, stock });
  print(seconds);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function makeOurs() {
  const dir = join(folder, 'ours', 'bench-service');
  mkdirSync(dir, { recursive: true });
  await must('pack the package', 'npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    capture: true,
  });
  const tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.tgz')),
  );
  const args = ['--yes', 'projen@latest', 'new', '--from', `projen-udp-service@file:${tarball}`];
  await must('make the generated repository', 'npx', args, { cwd: dir, env: userEnv(), capture: true });
  return dir;
}

async function makeStock(ours) {
  const dir = join(folder, 'stock', 'bench-service');
  mkdirSync(dir, { recursive: true });
  const { context } = JSON.parse(readFileSync(join(ours, 'cdk.json'), 'utf8'));
  const { devDependencies } = JSON.parse(readFileSync(join(ours, 'package.json'), 'utf8'));
  const { version } = JSON.parse(readFileSync(join(ours, 'node_modules/aws-cdk-lib/package.json'), 'utf8'));
  const args = ['--yes', 'projen@latest', 'new', 'awscdk-app-ts', '--package-manager', 'npm', '--cdk-version', version];
  await must('make the stock repository', 'npx', args, { cwd: dir, env: userEnv(), capture: true });
  for (const path of ['src', 'test/main.test.ts']) {
    rmSync(join(dir, path), { recursive: true });
  }
  for (const path of SOURCES.filter((source) => existsSync(join(ours, source)))) {
    cpSync(join(ours, path), join(dir, path), { recursive: true });
  }
  // Managed files are read-only; the stock repository's linter may rewrite its copies.
  await must('make the copies writable', 'chmod', ['-R', 'u+w', 'src', 'test'], { cwd: dir });
  const projenrc = join(dir, '.projenrc.ts');
  const settings = `  devDeps: ['cdk-nag@${devDependencies['cdk-nag']}'],\n  context: ${JSON.stringify(context)},\n  tsconfig: { compilerOptions: { isolatedModules: false } },\n`;
  writeFileSync(
    projenrc,
    readFileSync(projenrc, 'utf8')
      .replace(/(AwsCdkTypeScriptApp\(\{\n)/, `$1${settings}`)
      .replace('project.synth()', `${LINT}project.synth()`),
  );
  await must('synthesize the stock repository', 'npx', ['projen'], { cwd: dir, env: userEnv(), capture: true });
  await must('build the stock repository once', 'npm', ['run', 'build'], { cwd: dir, env: userEnv(), capture: true });
  return dir;
}

async function measure(repositories) {
  const seconds = new Map(MEASURES.map(({ title }) => [title, { ours: [], stock: [] }]));
  for (let round = 1; round <= runs && Date.now() < deadline; round++) {
    console.log(`\nround ${round} of ${runs}`);
    for (const { title, command, cold } of MEASURES) {
      // A B, then B A: what grows over time (heat, caches of the system) meets both alike.
      const order = round % 2 === 1 ? ['ours', 'stock'] : ['stock', 'ours'];
      for (const name of order) {
        const temporary = join(folder, `${name}-tmp`);
        if (cold) {
          for (const path of [temporary, ...CACHES.map((cache) => join(repositories[name], cache))]) {
            rmSync(path, { recursive: true, force: true });
          }
        }
        mkdirSync(temporary, { recursive: true });
        const env = { ...userEnv(), TMPDIR: temporary, CDK_DISABLE_CLI_TELEMETRY: 'true' };
        const result = await run(command[0], command.slice(1), {
          cwd: repositories[name],
          env,
          capture: true,
          minutes: 5,
        });
        if (result.code !== 0) {
          throw new Error(`${command.join(' ')} ended with ${result.code} in the ${name} repository\n${result.output}`);
        }
        seconds.get(title)[name].push(result.seconds);
        console.log(`  ${title.padEnd(22)} ${name.padEnd(6)} ${result.seconds.toFixed(1)} s`);
      }
    }
  }
  return seconds;
}

function print(seconds) {
  const median = (list) => {
    const sorted = [...list].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  };
  const rounds = [...seconds.values()][0].ours.length;
  console.log(`\nMedian of ${rounds} runs in seconds, Node ${process.versions.node}, ${cpus().length} cores\n`);
  console.log('| command | stock awscdk-app-ts | generated | ratio |\n|---|---:|---:|---:|');
  for (const [title, { ours, stock }] of seconds) {
    const [mine, theirs] = [median(ours), median(stock)];
    console.log(`| ${title} | ${theirs.toFixed(1)} | ${mine.toFixed(1)} | ${(mine / theirs).toFixed(2)} |`);
  }
}
