import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Loose, serviceTemplate } from '../../bench/impact/corpus/service';
import { ACKNOWLEDGEMENTS_FILE } from '../../src/files/paths';

const ROOT = join(__dirname, '..', '..');
/** As it is compiled: as users run it. */
const MAIN = join(ROOT, 'lib', 'cli', 'main.js');

// Each test starts processes, some of which install and synthesize.
jest.setTimeout(120_000);

let folder: string;
let scratch: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'impact-command-')));
  scratch = join(folder, 'scratch');
  mkdirSync(scratch);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function impact(cwd: string, ...args: string[]): Outcome {
  return impactWith({}, cwd, ...args);
}

function impactWith(variables: Readonly<Record<string, string>>, cwd: string, ...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'impact', ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 90_000,
    // A place of its own for temporary files shows what is left behind.
    env: {
      ...process.env,
      TMPDIR: scratch,
      AWS_PROFILE: 'must-not-be-seen',
      NPM_TOKEN: 'must-not-be-seen',
      ...variables,
    },
  });
  return { code: status, stdout, stderr };
}

function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
}

function template(change: (resources: Loose) => void = () => {}): string {
  const value = serviceTemplate();
  change(value.Resources);
  return JSON.stringify(value);
}

/** A CLI that synthesizes `template.json`, so that no registry is needed; it sees no credentials or fails. */
const CDK = `#!/usr/bin/env node
const fs = require('node:fs');
const path = require('node:path');
if (process.env.AWS_PROFILE || process.env.NPM_TOKEN) throw new Error('credentials are at hand');
const config = JSON.parse(fs.readFileSync('cdk.json', 'utf8'));
if (config.fails) throw new Error('the app is broken');
if (config.sleeps) setTimeout(() => {}, 60000);
const output = process.argv[process.argv.indexOf('--output') + 1];
if (!process.argv.includes('--no-lookups')) throw new Error('would look up');
fs.mkdirSync(output, { recursive: true });
fs.copyFileSync('template.json', path.join(output, 'prod.template.json'));
fs.writeFileSync(path.join(output, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: { prod: {
  type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1',
  properties: { templateFile: 'prod.template.json', stackName: 'prod' } } } }));
`;

class Repository {
  public readonly directory = join(folder, 'repository');

  public constructor() {
    write(this.directory, {
      'cdk/package.json': JSON.stringify({ name: 'aws-cdk', version: '2.0.0', bin: { cdk: 'cdk.js' } }),
      'cdk/cdk.js': CDK,
      'package.json': JSON.stringify({ name: 'app', version: '1.0.0', devDependencies: { 'aws-cdk': 'file:cdk' } }),
      'cdk.json': '{}',
      '.gitignore': 'node_modules\n',
      'template.json': template(),
    });
    chmodSync(join(this.directory, 'cdk', 'cdk.js'), 0o755);
    execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--offline'], {
      cwd: this.directory,
      stdio: 'pipe',
    });
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit('base');
    this.git('tag', 'base');
  }

  public git(...args: string[]): string {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...identity, ...args], { cwd: this.directory, encoding: 'utf8' });
  }

  public commit(message: string, files: Readonly<Record<string, string>> = {}): void {
    write(this.directory, files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
  }

  /** Nothing the command made is left. */
  public expectClean(): void {
    expect(this.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(readdirSync(scratch).filter((name) => name.startsWith('udp-service-impact-'))).toEqual([]);
    expect(this.git('status', '--porcelain')).toBe('');
  }
}

const renamed = template((resources) => {
  resources.LoadBalancer.Properties.Name = 'other';
});

test('two commits: synthesized apart, compared with their delivery, cleaned up, acknowledged in the change', () => {
  const repository = new Repository();
  repository.commit('rename', { 'template.json': renamed, '.github/workflows/build.yml': 'on: push\n' });
  const blocked = impact(repository.directory, '--base', 'base', '--head', 'HEAD', '--format', 'json');
  expect(blocked).toMatchObject({ code: 1, stderr: '' });
  const report = JSON.parse(blocked.stdout);
  expect(report).toMatchObject({ level: 'loses', deliveryCompared: true, mergesByItself: false });
  expect(report.delivery).toEqual([{ kind: 'workflow', path: '.github/workflows/build.yml', change: 'added' }]);
  repository.expectClean();

  const acknowledgements = report.findings
    .filter(({ level }: { level: string }) => level === 'loses' || level === 'replaces')
    .map(({ fingerprint }: { fingerprint: string }) => ({ fingerprint, reason: 'agreed', expires: '2999-12-31' }));
  repository.commit('acknowledge', { [ACKNOWLEDGEMENTS_FILE]: JSON.stringify({ acknowledgements }) });
  const passed = impact(repository.directory, '--base', 'base', '--head', 'HEAD', '--format', 'json');
  expect(passed).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(passed.stdout)).toMatchObject({ level: 'loses', passed: true });
});

/** Git that takes its time for a worktree and fails, as git does now and then, when another one is just being added. */
const UNFINISHED_WORKTREES = `#!/bin/sh
case " $* " in *' worktree add '*) ;; *) exec "$REAL_GIT" "$@" ;; esac
mkdir "$ADDING" || { echo 'fatal: failed to read commondir' >&2; exit 128; }
sleep 1
"$REAL_GIT" "$@"
code=$?
rmdir "$ADDING"
exit $code
`;

test('two commits are checked out one after the other, because git cannot add two worktrees at a time', () => {
  const repository = new Repository();
  repository.commit('rename', { 'template.json': renamed });
  const bin = join(folder, 'bin');
  write(bin, { git: UNFINISHED_WORKTREES });
  chmodSync(join(bin, 'git'), 0o755);
  const variables = {
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    REAL_GIT: execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(),
    ADDING: join(folder, 'adding'),
  };
  const outcome = impactWith(variables, repository.directory, '--base', 'base', '--head', 'HEAD');
  expect(outcome).toMatchObject({ code: 1, stderr: '' });
  repository.expectClean();
});

test('the folder of an app against a commit', () => {
  const repository = new Repository();
  execFileSync('npm', ['ci', '--ignore-scripts', '--offline'], { cwd: repository.directory, stdio: 'pipe' });
  const same = impact(repository.directory, '--base', 'base', '--format', 'json');
  expect(same).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(same.stdout)).toMatchObject({ level: 'none', delivery: [], mergesByItself: true });
  repository.expectClean();
});

test.each([
  ['a synth that fails', { 'cdk.json': '{"fails":true}' }, /synth failed[\s\S]*the app is broken/],
  ['a broken lockfile', { 'package-lock.json': '' }, /install failed/],
])('%s is code 2 with the cause, and no level', (_, files, message) => {
  const repository = new Repository();
  repository.commit('break', files);
  const outcome = impact(repository.directory, '--base', 'base', '--head', 'HEAD', '--format', 'json');
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toMatch(message);
  expect(JSON.parse(outcome.stdout)).toMatchObject({ level: null, error: expect.stringMatching(message) });
  repository.expectClean();
});

test('a synth that does not end is ended', () => {
  const repository = new Repository();
  repository.commit('hang', { 'cdk.json': '{"sleeps":true}' });
  const outcome = impact(repository.directory, '--base', 'base', '--head', 'HEAD', '--timeout', '0.15');
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toMatch(/took longer than 9 seconds/);
  repository.expectClean();
});

test('bare templates need neither git nor a project', () => {
  write(folder, { 'a.json': template(), 'b.json': renamed });
  const outcome = impact(folder, '--base', 'a.json', '--head', 'b.json');
  expect(outcome).toMatchObject({ code: 1, stderr: '' });
  expect(outcome.stdout).toMatch(/^Impact: loses/);
  expect(existsSync(join(folder, '.git'))).toBe(false);
});

test.each([
  ['an unknown name', ['--base', 'nowhere', '--head', 'a.json'], /--base nowhere: is neither a path nor a git ref/],
  [
    'a name that looks like an option',
    ['--base=--upload-pack=x', '--head', 'a.json'],
    /is neither a path nor a git ref/,
  ],
  ['a file that is no template', ['--base', 'c.json', '--head', 'a.json'], /has no Resources/],
  ['YAML that CloudFormation does not read', ['--base', 'd.yaml', '--head', 'a.json'], /d\.yaml: is not YAML/],
  [
    'an acknowledgement file that is not there',
    ['--base', 'a.json', '--head', 'a.json', '--acknowledgements', 'x'],
    /is no file/,
  ],
  ['an unknown format', ['--base', 'a.json', '--format', 'xml'], /Allowed choices/],
])('%s is code 2', (_, args, message) => {
  write(folder, { 'a.json': template(), 'c.json': '{}', 'd.yaml': 'Resources:\n  A: !Nonsense b\n' });
  const outcome = impact(folder, ...args);
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toMatch(message);
});

test('a report that cannot be written is told as the file that it is, and as no verdict', () => {
  write(folder, { 'before.json': template(), 'after.json': template() });
  const { code, stdout, stderr } = impact(
    folder,
    ...['--base', 'before.json', '--head', 'after.json', '--format', 'json', '--output', 'before.json/report.md'],
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('error: before.json/report.md: a part of its path is a file');
  expect(stderr).not.toMatch(/^ {4}at /m);
});

test('the command loads neither projen nor the CDK', () => {
  write(folder, { 'a.json': template() });
  const script = `
    const Module = require('node:module');
    const load = Module._load;
    Module._load = (name, ...rest) => {
      if (/^(projen|aws-cdk-lib|constructs|@aws-sdk)(\\/|$)/.test(name)) throw new Error('loads ' + name);
      return load(name, ...rest);
    };`;
  const guard = join(folder, 'guard.cjs');
  writeFileSync(guard, script);
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', guard, MAIN, 'impact', '--base', 'a.json', '--head', 'a.json'],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, NODE_OPTIONS: `--require ${guard}` },
    },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
