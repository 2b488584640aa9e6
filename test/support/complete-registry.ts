import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mustRun } from './run';

/** Packages that aws-cdk-lib brings along; Yarn 1 asks the registry for them all the same. */
const BUNDLED = resolve(__dirname, '../../node_modules/aws-cdk-lib/node_modules');

const PUBLISHED = '2000-01-01T00:00:00.000Z';

interface Version {
  readonly dist: { tarball: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Packument {
  readonly name: string;
  readonly 'dist-tags'?: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, Version>>;
  /** When each version was published: Yarn Berry takes none that is younger than a day. */
  readonly time?: Readonly<Record<string, string>>;
}

/**
 * A registry on the loopback in front of the machine's own, for package managers that insist on a complete one. Where
 * that serves only some packages, it adds those of other platforms (empty, and for no platform at all: npm and pnpm leave
 * them out by themselves) and those that aws-cdk-lib brings along (from the installed copy).
 */
export class CompleteRegistry {
  private readonly server: Server;
  private readonly folder = mkdtempSync(join(tmpdir(), 'complete-registry-'));
  /** Exact versions of optional dependencies that were asked for, by package. */
  private readonly optional = new Map<string, Set<string>>();
  private readonly published = new Map<
    string,
    { readonly manifest: { readonly version: string }; readonly content: Buffer }
  >();
  /** What is packed at the moment: one package after the other. */
  private packing: Promise<unknown> = Promise.resolve();
  private readonly tarballs = new Map<string, Promise<Buffer>>();

  private constructor(private readonly upstream: string) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }

  public static async start(): Promise<CompleteRegistry> {
    const { stdout } = await mustRun('npm', ['config', 'get', 'registry']);
    const registry = new CompleteRegistry(stdout.trim().replace(/\/$/, ''));
    await new Promise<void>((done) => registry.server.listen(0, '127.0.0.1', done));
    return registry;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Serves a packed package as the only version of its name. */
  public async publish(tarball: string): Promise<void> {
    const { stdout } = await mustRun('tar', ['-xzOf', tarball, 'package/package.json']);
    const manifest = JSON.parse(stdout) as { readonly name: string; readonly version: string };
    this.published.set(manifest.name, { manifest, content: readFileSync(tarball) });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent((request.url ?? '/').slice(1));
    const made = /^-\/made\/(.+)\/-\/(.+)\.tgz$/.exec(path);
    if (made) {
      response.end(await this.tarball(made[1], made[2]));
      return;
    }
    const published = this.published.get(path);
    if (published) {
      const { manifest, content } = published;
      const versions = { [manifest.version]: this.entry(path, manifest.version, manifest, content) };
      sendJson(response, {
        name: path,
        'dist-tags': { latest: manifest.version },
        versions,
        time: { [manifest.version]: PUBLISHED },
      });
      return;
    }
    const theirs = await fetch(`${this.upstream}${request.url}`, {
      headers: { accept: request.headers.accept ?? '*/*' },
    });
    const type = theirs.headers.get('content-type') ?? 'application/octet-stream';
    if (theirs.ok && !type.includes('json')) {
      response.writeHead(200, { 'content-type': type }).end(Buffer.from(await theirs.arrayBuffer()));
      return;
    }
    const packument = theirs.ok ? ((await theirs.json()) as Packument) : { name: path, versions: {} };
    const completed = await this.completed(packument);
    if (Object.keys(completed.versions).length === 0) response.writeHead(404).end('{}');
    else sendJson(response, completed);
  }

  private async completed(packument: Packument): Promise<Packument> {
    const { name } = packument;
    for (const { dist, optionalDependencies = {} } of Object.values(packument.versions)) {
      dist.tarball = dist.tarball.replace(/^https?:\/\/[^/]+/, this.url);
      for (const [dependency, version] of Object.entries(optionalDependencies)) {
        if (!/^\d/.test(version)) continue;
        this.optional.set(dependency, (this.optional.get(dependency) ?? new Set()).add(version));
      }
    }
    const wanted = [...(this.optional.get(name) ?? []), ...(bundledVersion(name) ?? [])];
    const added: Record<string, object> = {};
    for (const version of wanted.filter((one) => !packument.versions[one])) {
      added[version] = this.entry(name, version, this.manifest(name, version), await this.tarball(name, version));
    }
    return {
      ...packument,
      'dist-tags': packument['dist-tags'] ?? { latest: wanted.at(-1) ?? '0.0.0' },
      versions: { ...packument.versions, ...added } as Packument['versions'],
      time: { ...packument.time, ...Object.fromEntries(Object.keys(added).map((version) => [version, PUBLISHED])) },
    };
  }

  private entry(name: string, version: string, manifest: object, content: Buffer): object {
    const tarball = `${this.url}/-/made/${name}/-/${version}.tgz`;
    return { ...manifest, dist: { tarball, integrity: sha512(content), shasum: sha1(content) } };
  }

  private manifest(name: string, version: string): object {
    return bundledVersion(name)?.includes(version)
      ? (JSON.parse(readFileSync(join(BUNDLED, name, 'package.json'), 'utf8')) as object)
      : { name, version, os: ['none'] };
  }

  private tarball(name: string, version: string): Promise<Buffer> {
    const key = `${name}@${version}`;
    const published = this.published.get(name);
    if (published) return Promise.resolve(published.content);
    const known = this.tarballs.get(key) ?? this.packing.then(() => this.pack(name, version));
    this.tarballs.set(key, known);
    this.packing = known;
    return known;
  }

  private async pack(name: string, version: string): Promise<Buffer> {
    const dir = mkdtempSync(join(this.folder, 'pack-'));
    if (bundledVersion(name)?.includes(version)) cpSync(join(BUNDLED, name), join(dir, 'package'), { recursive: true });
    else mkdirSync(join(dir, 'package'));
    writeFileSync(join(dir, 'package/package.json'), JSON.stringify(this.manifest(name, version)));
    // the same content is the same tarball: a lockfile holds its digest
    const stable = ['--sort=name', '--mtime=2000-01-01', '--owner=0', '--group=0', '--numeric-owner'];
    await mustRun('tar', [...stable, '-czf', join(dir, 'package.tgz'), '-C', dir, 'package'], {
      env: { ...process.env, GZIP: '-n' },
    });
    return readFileSync(join(dir, 'package.tgz'));
  }
}

function sendJson(response: ServerResponse, content: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

function bundledVersion(name: string): string[] | undefined {
  const file = join(BUNDLED, name, 'package.json');
  return existsSync(file) ? [(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version] : undefined;
}

const sha512 = (content: Buffer) => `sha512-${createHash('sha512').update(content).digest('base64')}`;
const sha1 = (content: Buffer) => createHash('sha1').update(content).digest('hex');
