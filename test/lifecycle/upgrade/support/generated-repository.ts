import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Testing } from 'projen';
import { UdpServiceProject } from '../../../../src';
import { cleanEnv } from '../../../support/packed';

/** A digest as npm writes it. */
export const digest = (sign: string) => `sha512-${sign.repeat(86)}==`;

interface Entry {
  readonly version?: string;
  readonly [key: string]: unknown;
}

export interface NpmLock {
  name: string;
  lockfileVersion: number;
  packages: Record<string, Entry>;
}

const REGISTRY = 'https://registry.example.com';

/** An entry of a package of the registry that the repository has always used. */
export function locked(name: string, version: string, more: object = {}): Entry {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return {
    version,
    resolved: `${REGISTRY}/${name}/-/${base}-${version}.tgz`,
    integrity: digest('a'),
    dev: true,
    ...more,
  };
}

/** The files of a generated repository, with a lockfile as npm writes it. */
function files(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'generated-'));
  try {
    const project = new UdpServiceProject({
      name: 'echo',
      outdir: folder,
      upgradeOptions: { automerge: true },
      devDeps: ['prettier@^3', 'semver@^7'],
    });
    const rendered = Testing.synth(project, { parseJson: false }) as Record<string, string>;
    const manifest = JSON.parse(rendered['package.json'] as string);
    for (const section of ['dependencies', 'devDependencies']) {
      for (const [name, range] of Object.entries(manifest[section]))
        if (range === '*') manifest[section][name] = '^1.0.0';
    }
    const ranges: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
    const versions = Object.entries(ranges).map(([name, range]) => [name, range.replace(/^[^\d]*/, '')]);
    const full = (version: string) => [...version.split('.'), '0', '0'].slice(0, 3).join('.');
    const lock: NpmLock = {
      name: 'echo',
      lockfileVersion: 3,
      packages: {
        '': { name: 'echo', dependencies: manifest.dependencies, devDependencies: manifest.devDependencies },
        ...Object.fromEntries(
          versions.map(([name, version]) => [
            `node_modules/${name}`,
            locked(
              name as string,
              full(version as string),
              name === 'projen' ? { dependencies: { semver: '^7' } } : {},
            ),
          ]),
        ),
        'node_modules/@acme/tool': locked('@acme/tool', '1.0.0', {
          resolved: 'https://npm.acme.example/@acme/tool/-/tool-1.0.0.tgz',
        }),
        'node_modules/esbuild': locked('esbuild', '0.28.0', { hasInstallScript: true }),
      },
    };
    return {
      ...rendered,
      'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
      'package-lock.json': `${JSON.stringify(lock, undefined, 2)}\n`,
      '.projenrc.ts': [
        "import { UdpServiceProject } from 'projen-udp-service';",
        "const project = new UdpServiceProject({ name: 'echo', devDeps: ['projen-udp-service@0.0.0'] });",
        'project.synth();',
        '',
      ].join('\n'),
      'test/template/__snapshots__/stages.test.ts.snap': '// Jest Snapshot v1\n\nexports[`a`] = `1`;\n',
      'src/mine.ts': 'export const OWNER = 1;\n',
      '.github/workflows/mine.yml': 'on: push\njobs: {}\n',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A generated repository in git, with where it is pushed to. */
export class GeneratedRepository {
  public readonly folder = mkdtempSync(join(tmpdir(), 'propose-'));
  public readonly directory = join(this.folder, 'checkout');
  public readonly origin = join(this.folder, 'origin.git');

  public constructor() {
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', this.origin]);
    execFileSync('git', ['clone', '--quiet', this.origin, this.directory], { stdio: 'ignore' });
    for (const [path, text] of Object.entries(files())) this.write(path, text);
    // the TypeScript that reads the options is the one of the repository
    writeFileSync(join(this.directory, '.git/info/exclude'), '/node_modules\n');
    symlinkSync(resolve(__dirname, '../../../../node_modules'), join(this.directory, 'node_modules'));
    this.git('config', 'core.autocrlf', 'false');
    this.git('add', '--all', '--force', '.');
    this.git('rm', '--cached', '--quiet', '--ignore-unmatch', 'node_modules');
    this.git('commit', '--quiet', '--message=start');
    this.git('push', '--quiet', 'origin', 'HEAD:main');
  }

  public git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.directory, env: cleanEnv(), encoding: 'utf8' }).trim();
  }

  public get head(): string {
    return this.git('rev-parse', 'HEAD');
  }

  public write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  public read(path: string): string {
    return execFileSync('git', ['show', `HEAD:${path}`], { cwd: this.directory, encoding: 'utf8' });
  }

  public move(from: string, to: string): void {
    mkdirSync(dirname(join(this.directory, to)), { recursive: true });
    this.git('mv', from, to);
  }

  public edit(path: string, how: (text: string) => string): void {
    this.write(path, how(this.read(path)));
  }

  public editJson<T>(path: string, how: (value: T) => void): void {
    this.edit(path, (text) => {
      const value = JSON.parse(text) as T;
      how(value);
      return `${JSON.stringify(value, undefined, 2)}\n`;
    });
  }

  /** Whatever a change does to the working tree and the index, as a patch; both are as they were afterwards. */
  public patchOf(change: () => unknown): string {
    change();
    this.git('add', '--all', '.');
    const patch = execFileSync('git', ['diff', '--cached', '--binary', '--no-renames', 'HEAD'], {
      cwd: this.directory,
      env: cleanEnv(),
      maxBuffer: 64 * 1024 * 1024,
    });
    this.git('reset', '--quiet', '--hard');
    this.git('clean', '--quiet', '-fdx', '--exclude=node_modules');
    return this.keep(patch);
  }

  /** Text of a patch, as whoever writes it likes. */
  public keep(patch: string | Buffer): string {
    const folder = mkdtempSync(join(this.folder, 'left-'));
    writeFileSync(join(folder, 'upgrade.patch'), patch);
    return join(folder, 'upgrade.patch');
  }

  /** Branches of the origin and their heads. */
  public get branches(): string {
    return execFileSync('git', ['for-each-ref', '--format=%(refname) %(objectname)'], {
      cwd: this.origin,
      encoding: 'utf8',
    });
  }

  public close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
