import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { CompleteRegistry } from './complete-registry';
import { cleanEnv } from './packed';
import { mustRun } from './run';

const VERDACCIO = resolve(__dirname, '../../node_modules/verdaccio/bin/verdaccio');

/** Milliseconds within which it must answer. */
const START_LIMIT = 60_000;

/**
 * A registry on the loopback (verdaccio) to which tests publish: several versions of a package, dist-tags that move. All
 * other packages come from the registry of this machine.
 */
export class LoopbackRegistry {
  private constructor(
    public readonly url: string,
    private readonly folder: string,
    private readonly server: ChildProcess,
    private readonly upstream: CompleteRegistry,
  ) {}

  /** @param packages names that are published here and nowhere else */
  public static async start(packages: readonly string[]): Promise<LoopbackRegistry> {
    const upstream = await CompleteRegistry.start();
    const folder = mkdtempSync(join(tmpdir(), 'loopback-registry-'));
    const open = { access: '$all', publish: '$all', unpublish: '$all' };
    const configuration = {
      storage: join(folder, 'storage'),
      uplinks: { upstream: { url: upstream.url, maxage: '24h', timeout: '120s' } },
      packages: {
        ...Object.fromEntries(packages.map((name) => [name, open])),
        '**': { access: '$all', proxy: 'upstream' },
      },
      log: { type: 'stdout', level: 'error' },
      max_body_size: '100mb',
    };
    writeFileSync(join(folder, 'config.yaml'), stringify(configuration));
    const port = await freePort();
    const args = [VERDACCIO, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`];
    const server = spawn(process.execPath, args, { stdio: 'ignore', env: cleanEnv() });
    const registry = new LoopbackRegistry(`http://127.0.0.1:${port}`, folder, server, upstream);
    process.once('exit', registry.kill);
    await registry.ready();
    return registry;
  }

  /** Publishes a packed package under a dist-tag. */
  public async publish(tarball: string, tag = 'latest'): Promise<void> {
    await mustRun('npm', ['publish', tarball, '--ignore-scripts', '--tag', tag], {
      cwd: this.folder,
      env: this.publisher(),
      timeout: 120_000,
    });
  }

  /** Moves a dist-tag to a version. */
  public async tag(name: string, version: string, tag: string): Promise<void> {
    await mustRun('npm', ['dist-tag', 'add', `${name}@${version}`, tag], { cwd: this.folder, env: this.publisher() });
  }

  public async stop(): Promise<void> {
    process.off('exit', this.kill);
    this.kill();
    await this.upstream.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private readonly kill = (): void => {
    this.server.kill('SIGKILL');
  };

  /** Anybody may publish here, and npm asks for a token all the same. */
  private publisher(): NodeJS.ProcessEnv {
    mkdirSync(this.folder, { recursive: true });
    const file = join(this.folder, 'npmrc');
    writeFileSync(file, `registry=${this.url}/\n//${this.url.replace('http://', '')}/:_authToken=anybody\n`);
    return cleanEnv({ npm_config_userconfig: file });
  }

  private async ready(): Promise<void> {
    const end = Date.now() + START_LIMIT;
    while (Date.now() < end) {
      const answer = await fetch(`${this.url}/-/ping`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.server.exitCode !== null) break;
      await new Promise((done) => setTimeout(done, 200));
    }
    await this.stop();
    throw new Error(`the registry at ${this.url} did not answer within ${START_LIMIT / 1000} s`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}
