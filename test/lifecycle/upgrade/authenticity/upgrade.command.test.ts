import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emptyManifest, MANIFEST_FILE } from '../../../../src/files/manifest';
import { programsIn, type RunProgram } from '../../../../src/lifecycle/upgrade/program';
import { Upgrade } from '../../../../src/lifecycle/upgrade/upgrade';
import { NPM } from '../../../../src/package-managers';
import { cleanEnv } from '../../../support/packed';
import { integrityOf } from './integrity';
import { SigningRegistry } from './signing-registry';

const NAME = 'projen-udp-service';
let registry: SigningRegistry;
let directory: string;
/** What was run, but for git and for what is only asked. */
let ran: string[];
/** Digest that the stand-in for the installation leaves in the lockfile. */
let installed: string;

beforeEach(async () => {
  registry = await SigningRegistry.start();
  directory = mkdtempSync(join(tmpdir(), 'upgrade-'));
  ran = [];
  installed = integrityOf('new');
  write('package.json', { name: 'service', private: true, devDependencies: { [NAME]: '1.3.0' } });
  write('package-lock.json', { lockfileVersion: 3, packages: {} });
  write(MANIFEST_FILE, emptyManifest({ name: NAME, version: '1.2.0' }));
  writeFileSync(join(directory, '.npmrc'), `registry=${registry.url}\n`);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, env: cleanEnv() });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=start');
});
afterEach(async () => {
  await registry.stop();
  rmSync(directory, { recursive: true, force: true });
});

function write(path: string, content: object): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), JSON.stringify(content));
}

/** The real git and the real questions to the registry; what installs and synthesizes leaves what a test says. */
function upgrade() {
  const real = programsIn(directory, new AbortController().signal);
  const run: RunProgram = async (command, options) => {
    if (command[0] === 'git' || ['view', 'config'].includes(command[1] ?? '')) {
      return real(command, { ...options, env: { ...options.env, npm_config_registry: registry.url } });
    }
    ran.push(command.slice(0, 2).join(' '));
    if (command[1] === 'install') {
      const packages = { [`node_modules/${NAME}`]: { version: '1.3.0', integrity: installed } };
      write('package-lock.json', { lockfileVersion: 3, packages });
    }
    return '';
  };
  const context = { directory, manager: NPM, run, say: () => undefined, signal: new AbortController().signal };
  return new Upgrade(context).run({ kind: 'template', keep: false, to: [] });
}

test('a version with a wrong signature is blocked before anything of it is installed', async () => {
  registry.publish(NAME, '1.2.0', { content: 'old' });
  registry.publish(NAME, '1.3.0', { content: 'new', signed: (own) => ({ ...own, sig: 'AAAA' }) });
  expect(await upgrade()).toMatchObject({
    state: 'blocked',
    reason: `the signature of the registry over ${NAME}@1.3.0 is wrong (key ${registry.keyid})`,
  });
  expect(ran).toEqual([]);
});

test('another tarball than the one that was verified is taken back before anything of it runs', async () => {
  registry.publish(NAME, '1.2.0', { content: 'old' });
  registry.publish(NAME, '1.3.0', { content: 'new' });
  installed = integrityOf('of somebody else');
  const lockfile = readFileSync(join(directory, 'package-lock.json'), 'utf8');
  expect(await upgrade()).toMatchObject({
    state: 'blocked',
    reason: `${NAME} 1.3.0 was installed with another content than the registry has told before`,
  });
  // installed, and then what was there before: no synth between them
  expect(ran).toEqual(['npm install', 'npm ci']);
  expect(readFileSync(join(directory, 'package-lock.json'), 'utf8')).toBe(lockfile);
});
