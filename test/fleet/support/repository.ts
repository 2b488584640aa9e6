import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { Manifest } from '../../../src/files/manifest';
import { NPM, PACKAGE_MANAGERS, type PackageManager, type PackageManagerName } from '../../../src/package-managers';
import { withPackageManager } from '../../support/package-managers';
import { cleanEnv, copyRepository, projenNew } from '../../support/packed';
import { mustRun, type RunResult, run } from '../../support/run';

const TIMEOUT = 1_200_000;

const FAST_INSTALL = resolve(__dirname, '../../support/stubs/fast-install');
/** What `npm ci` has installed, by lockfile; of this process alone. */
const INSTALLED = join(tmpdir(), `fleet-installed-${process.pid}`);

/** What a repository of the fleet is made and upgraded with. */
export interface Setting {
  readonly manager: PackageManagerName;
  /** Address of the registry. */
  readonly registry: string;
}

/** A generated repository that is upgraded, with every command of its own package manager. */
export class Repository {
  private constructor(
    public readonly dir: string,
    public readonly setting: Setting,
  ) {}

  /** `projen new` at a version of the template. */
  public static async create(setting: Setting, version: string): Promise<Repository> {
    const { manager } = setting;
    const [name = manager] = PACKAGE_MANAGERS.find((one) => one.name === manager)?.optionValues ?? [];
    const { dir, result } = await projenNew({
      from: `projen-udp-service@${version}`,
      args: ['--package-manager', name],
      env: environment(setting),
    });
    if (result.code !== 0) throw new Error(`projen new ended with ${result.code}\n${result.output.slice(-4000)}`);
    const repository = new Repository(dir, setting);
    // `projen new` writes the version that it was asked for into .projenrc.ts, where nobody leaves it
    repository.edit('.projenrc.ts', (text) => text.replace(`projen-udp-service@${version}`, 'projen-udp-service'));
    await repository.projen();
    await repository.commit('Follow the template');
    return repository;
  }

  /** Removes what all repositories of this process have installed. */
  public static removeInstalled(): void {
    rmSync(INSTALLED, { recursive: true, force: true });
  }

  /** A copy to change. */
  public async copy(): Promise<Repository> {
    return new Repository(await copyRepository(this.dir), this.setting);
  }

  public get manager(): PackageManager {
    return PACKAGE_MANAGERS.find(({ name }) => name === this.setting.manager) ?? NPM;
  }

  /** The same repository in another folder, as it was cloned there. */
  public at(dir: string): Repository {
    return new Repository(dir, this.setting);
  }

  public remove(): void {
    rmSync(dirname(this.dir), { recursive: true, force: true });
  }

  public read(path: string): string {
    return readFileSync(join(this.dir, path), 'utf8');
  }

  public write(path: string, content: string): void {
    mkdirSync(dirname(join(this.dir, path)), { recursive: true });
    writeFileSync(join(this.dir, path), content);
  }

  public edit(path: string, change: (text: string) => string): void {
    this.write(path, change(this.read(path)));
  }

  public projen(...args: string[]): Promise<RunResult> {
    return this.must('npx', '--no-install', 'projen', ...args);
  }

  /** The command as a user runs it, whatever it ends with. */
  public upgrade(...args: string[]): Promise<RunResult> {
    return run('npx', ['--no-install', 'projen', 'upgrade', ...args], this.options());
  }

  public must(command: string, ...args: string[]): Promise<RunResult> {
    return mustRun(command, args, this.options());
  }

  public options() {
    return { cwd: this.dir, env: environment(this.setting), timeout: TIMEOUT };
  }

  public async commit(message: string): Promise<void> {
    await this.must('git', 'add', '--all');
    await this.must('git', 'commit', '--quiet', '--allow-empty', '--no-verify', '--message', message);
  }

  /** What is not committed. */
  public async status(): Promise<string> {
    return (await this.must('git', 'status', '--porcelain')).stdout;
  }

  public get manifest(): Manifest {
    return JSON.parse(this.read('.udp-service/manifest.json')) as Manifest;
  }

  /** Every file that git would commit, by the hash of its content. */
  public async tree(): Promise<Map<string, string>> {
    const { stdout } = await this.must('git', 'ls-files', '--cached', '--others', '--exclude-standard', '-z');
    const paths = [...new Set(stdout.split('\0').filter(Boolean))].sort();
    return new Map(paths.flatMap((path) => this.entry(path)));
  }

  private entry(path: string): [string, string][] {
    try {
      return [
        [
          path,
          createHash('sha256')
            .update(readFileSync(join(this.dir, path)))
            .digest('hex'),
        ],
      ];
    } catch {
      return []; // removed, and not committed yet
    }
  }
}

/** The environment of a package manager's user; every `npm ci` of the same lockfile but the first is a link. */
function environment({ manager, registry }: Setting): NodeJS.ProcessEnv {
  const found = withPackageManager(manager, registry);
  mkdirSync(INSTALLED, { recursive: true });
  return cleanEnv({
    ...found,
    PATH: [FAST_INSTALL, found.PATH ?? process.env.PATH].join(delimiter),
    NPM_STUB_CACHE: INSTALLED,
    npm_config_registry: registry,
    // a lockfile must not name a registry that is gone tomorrow
    npm_config_omit_lockfile_registry_resolved: 'true',
  });
}
