import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mustRun, type RunOptions, type RunResult, run } from './run';

const ROOT = resolve(__dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/projen-udp-service');
const PACKAGE = 'projen-udp-service';
const CREATION_TIMEOUT = 300_000;

/** How a repository is created. */
export interface ProjenNewOptions {
  /** Flags after `--from`. @default - none */
  readonly args?: readonly string[];
  /** Variables on top of a clean environment; `undefined` removes one. */
  readonly env?: NodeJS.ProcessEnv;
  /** Version of the projen that creates the repository and that it is held at. @default - the newest */
  readonly projenVersion?: string;
  /** Name of the folder, which is the default name of the service. @default 'my-service' */
  readonly name?: string;
  /** An existing folder to create the repository in (a second attempt). @default - a fresh temporary one */
  readonly dir?: string;
  /** npm spec of the package. @default - this package, packed */
  readonly from?: string;
}

/** A generated repository and what its creation printed. */
export interface CreatedRepository {
  /** As a person types it. */
  readonly command: string;
  readonly dir: string;
  readonly result: RunResult;
}

/**
 * Packs the compiled package, where that has not been done since anything in it changed. The tarball's path depends on its
 * content, so that a second pack of the same content is found again by whoever refers to it.
 */
export async function packPackage(): Promise<string> {
  if (!existsSync(join(ROOT, '.jsii')) || !existsSync(join(ROOT, 'lib/index.js'))) {
    throw new Error(`The package is not compiled (no .jsii or lib/index.js in ${ROOT}). Run: npx projen compile`);
  }
  mkdirSync(CACHE, { recursive: true });
  const note = join(CACHE, `packed-${stateOfPackage()}`);
  const known = existsSync(note) ? join(CACHE, readFileSync(note, 'utf8')) : undefined;
  if (known !== undefined && existsSync(known)) return known;
  const scratch = mkdtempSync(join(CACHE, 'pack-'));
  try {
    await mustRun('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', scratch], {
      cwd: ROOT,
      env: cleanEnv(),
    });
    const packed = join(scratch, readdirSync(scratch)[0]);
    const digest = createHash('sha256').update(readFileSync(packed)).digest('hex').slice(0, 16);
    const name = `${PACKAGE}-${digest}.tgz`;
    renameSync(packed, join(CACHE, name));
    writeFileSync(join(scratch, 'note'), name);
    renameSync(join(scratch, 'note'), note);
    return join(CACHE, name);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Path, size and time of every file that could be packed; of what is bundled, when it was installed. */
function stateOfPackage(): string {
  const state = createHash('sha256');
  const add = (path: string) => {
    // what another test has taken away in the meantime is none of the package
    const found = lstatSync(join(ROOT, path), { throwIfNoEntry: false });
    if (found !== undefined) state.update(`${path}\0${found.size}\0${found.mtimeMs}\0`);
  };
  for (const entry of readdirSync(ROOT, { withFileTypes: true })) {
    if (['.git', 'node_modules', 'test'].includes(entry.name)) continue;
    const within = entry.isDirectory() ? readdirSync(join(ROOT, entry.name), { recursive: true }) : [''];
    for (const path of within) add(join(entry.name, String(path)));
  }
  add('node_modules/.package-lock.json');
  return state.digest('hex').slice(0, 16);
}

let tarball: Promise<string> | undefined;

/** The npm spec of the packed package, packed once a test file. */
export async function packedSpec(): Promise<string> {
  tarball ??= packPackage();
  return `${PACKAGE}@file:${await tarball}`;
}

/** `npx projen new --from <the packed package>`, the true command in a fresh folder. */
export async function projenNew(options: ProjenNewOptions = {}): Promise<CreatedRepository> {
  const dir = options.dir ?? join(mkdtempSync(join(tmpdir(), 'projen-new-')), options.name ?? 'my-service');
  mkdirSync(dir, { recursive: true });
  const version = options.projenVersion;
  const held = version ? ['--projen-version', version] : [];
  const from = options.from ?? (await packedSpec());
  const args = ['--yes', `projen@${version ?? 'latest'}`, 'new', '--from', from, ...held, ...(options.args ?? [])];
  const command = ['npx', ...args].join(' ');
  return {
    dir,
    command,
    result: await run('npx', args, { cwd: dir, env: cleanEnv(options.env), timeout: CREATION_TIMEOUT }),
  };
}

/** Runs a command in a generated repository as its user would, without a trace of jest or of this package. */
export function runIn(dir: string, command: string, args: readonly string[], options: RunOptions = {}) {
  return run(command, args, { timeout: CREATION_TIMEOUT, ...options, cwd: dir, env: cleanEnv(options.env) });
}

/** Like `runIn`, for a command that must succeed. */
export function mustRunIn(dir: string, command: string, args: readonly string[], options: RunOptions = {}) {
  return mustRun(command, args, { timeout: CREATION_TIMEOUT, ...options, cwd: dir, env: cleanEnv(options.env) });
}

/** What package managers remember of an installation: the only files in node_modules that they write into. */
const INSTALLATION = [
  '.package-lock.json',
  '.modules.yaml',
  '.pnpm/lock.yaml',
  '.pnpm-workspace-state-v1.json',
  '.yarn-integrity',
];

/**
 * A copy of a generated repository to change: its own files, with the installed modules hard-linked. Installing them
 * anew would take longer than everything else together; package managers replace files and do not write into them, so
 * that the original keeps its own.
 */
export async function copyRepository(source: string): Promise<string> {
  const dir = join(mkdtempSync(join(tmpdir(), 'copied-')), source.split('/').pop() ?? 'repository');
  cpSync(source, dir, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path !== join(source, 'node_modules'),
  });
  const modules = join(dir, 'node_modules');
  await mustRun('cp', ['-al', join(source, 'node_modules'), modules]);
  for (const file of INSTALLATION.map((name) => join(modules, name)).filter((path) => existsSync(path))) {
    const content = readFileSync(file);
    rmSync(file);
    writeFileSync(file, content);
  }
  return dir;
}

/** Makes a lockfile fit for `npm ci` where the registry of this machine does not serve the packages of other platforms. */
export async function completeLockfile(dir: string): Promise<void> {
  await mustRunIn(dir, process.execPath, [join(ROOT, 'tools/complete-lockfile.mjs'), dir]);
}

/** What `git status` says is not committed. */
export async function gitStatus(dir: string): Promise<string> {
  return (await mustRunIn(dir, 'git', ['status', '--porcelain'])).stdout;
}

/**
 * The environment of a user's shell: without what npm, jest and CI systems set for their children (projen behaves
 * differently under NODE_ENV=test and under CI), and with a git identity that needs no configuration.
 */
export function cleanEnv(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const ofRunner =
    /^(npm_(package|lifecycle|command|execpath|node_execpath|config_user_agent|config_local_prefix)|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$|JEST_|TS_JEST|CI$|GITHUB_|PROJEN_)/;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofRunner.test(name)));
  return {
    ...inherited,
    GIT_AUTHOR_NAME: 'End to End',
    GIT_AUTHOR_EMAIL: 'e2e@example.com',
    GIT_COMMITTER_NAME: 'End to End',
    GIT_COMMITTER_EMAIL: 'e2e@example.com',
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    ...extra,
  };
}
