import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javascript } from 'projen';
import { Architecture, Protocol, UdpServiceProject, type UdpServiceProjectOptions, Upgrades } from '../../src';
import { UsageError } from '../../src/cli/exit';
import { release } from '../../src/cli/files/release';
import { take } from '../../src/cli/files/take';
import { OwnershipError } from '../../src/ownership/problem';
import { RENDERING, type Rendering } from '../../src/ownership/rendering';
import { differences, isFile, statsOf, tree, write } from './files';
import { killedAt } from './kill';
import { type Loss, Oracle } from './oracle';
import { Random } from './random';
import { type Desk, editAtRandom, filesOf } from './user';
import { projectOf, type TemplateVersion, templateVersions } from './versions';

/** What repositories are made with. */
const OPTIONS: readonly Partial<UdpServiceProjectOptions>[] = [
  {},
  {
    addresses: { elastic: true },
    clients: { anywhere: true },
    stages: [{ name: 'dev' }, { name: 'prod', production: true }],
  },
  {
    image: { ecrRepository: 'echo', initialVersion: '1' },
    task: { architecture: Architecture.ARM64 },
    packageManager: javascript.NodePackageManager.PNPM,
  },
  { packageManager: javascript.NodePackageManager.YARN_BERRY, upgrades: Upgrades.RENOVATE },
  {
    ports: [{ name: 'dns', port: 53, protocol: Protocol.TCP_UDP }],
    projenOptions: { license: 'MIT', copyrightOwner: 'Acme' },
  },
];

const MANIFEST = '.udp-service/manifest.json';

/** Files that list what is generated: what is released is not in them. */
const LISTS = ['.projen/files.json', 'biome.jsonc', '.github/renovate-udp-service.json'];

/** The name of a kept edit, with the number of another one of the same file. */
const PATCH = /(?:\.(\d+))?\.udp-service\.patch$/;

/** Templates of a repository's life, and edits between two of them, at most. */
const VERSIONS = 4;
const EDITS = 6;

/** Attempts after which a user gives up. */
const ATTEMPTS = 8;

/** What became of a repository and of what its user wrote. */
export interface Life {
  readonly seed: number;
  readonly edits: number;
  /** Synths that came to their end with another version than the one before them. */
  readonly upgrades: number;
  /** Synths that stopped rather than losing something. */
  readonly stops: number;
  /** Synths and commands that were killed on their way. */
  readonly kills: number;
  readonly taken: number;
  readonly released: number;
  /** Bytes of the user that were looked for in the end. */
  readonly bytes: number;
  readonly losses: readonly Loss[];
  /** What should not have been, besides losses. */
  readonly problems: readonly string[];
}

/** How a life is lived. */
export interface LifeOptions {
  /** Synthesizes as projen does, without anything that looks after what users wrote. @default false */
  readonly unguarded?: boolean;
  /** Something that happens to the repository after every upgrade. @default - nothing */
  readonly accident?: (directory: string) => void;
}

/** A repository from its creation through upgrades with edits of every kind in between; the same for the same seed. */
export async function live(seed: number, options: LifeOptions = {}): Promise<Life> {
  const environment = { ...process.env };
  const directory = mkdtempSync(join(tmpdir(), 'simulated-'));
  process.env.PROJEN_DISABLE_POST = 'true';
  try {
    return await new Repository(directory, seed, options).live();
  } finally {
    process.env = environment;
    rmSync(directory, { recursive: true, force: true });
  }
}

class Repository implements Desk {
  public readonly random: Random;
  public readonly oracle: Oracle;
  public readonly manifests: string[] = [];
  private readonly versions: readonly TemplateVersion[];
  private readonly options: Partial<UdpServiceProjectOptions>;
  private readonly counts = { edits: 0, upgrades: 0, stops: 0, kills: 0, taken: 0, released: 0 };
  private readonly losses: Loss[] = [];
  private readonly problems: string[] = [];

  public constructor(
    public readonly directory: string,
    private readonly seed: number,
    private readonly how: LifeOptions,
  ) {
    this.random = new Random(seed);
    this.oracle = new Oracle(directory);
    this.options = this.random.pick(OPTIONS);
    this.versions = templateVersions(VERSIONS, this.random);
  }

  public async live(): Promise<Life> {
    try {
      await this.create();
      for (let at = 0; at < VERSIONS - 1; ) {
        await this.use(this.versions[at]);
        // some skip a version, and some go back to one
        at =
          this.random.chance(0.15) && at > 0 ? at - 1 : Math.min(at + (this.random.chance(0.2) ? 2 : 1), VERSIONS - 1);
        await this.reach(this.versions[at]);
        this.counts.upgrades += 1;
        this.how.accident?.(this.directory);
        if (this.look()) break;
      }
      if (this.losses.length === 0 && this.how.unguarded !== true) this.settle();
    } catch (error) {
      this.problems.push((error as Error).stack ?? String(error));
    }
    return { seed: this.seed, ...this.counts, bytes: this.oracle.bytes, losses: this.losses, problems: this.problems };
  }

  /** `projen new`, now and then in a folder that is not empty. */
  private async create(): Promise<void> {
    const { directory, random, oracle } = this;
    const there = ['README.md', 'LICENSE', 'src/main.ts', 'app/mine.py', '.github/mine.yml', 'docs/service.md'];
    for (const path of there.filter(() => random.chance(0.15))) {
      write(directory, path, `${random.word()}\n`);
      oracle.watch(path);
    }
    if (random.chance(0.15)) {
      write(directory, '.gitignore', `/${random.word()}/\n`);
      oracle.watchLine('.gitignore', readFileSync(join(directory, '.gitignore'), 'utf8').trim());
    }
    process.env.PROJEN_CREATE_PROJECT = 'true';
    await this.reach(this.versions[0]);
    delete process.env.PROJEN_CREATE_PROJECT;
    write(directory, '.projenrc.ts', `// ${random.word()}\n`);
    oracle.watch('.projenrc.ts');
    this.synth(this.versions[0]);
    this.look();
  }

  /** What a user does between two versions. */
  private async use(version: TemplateVersion): Promise<void> {
    if (isFile(join(this.directory, MANIFEST))) {
      this.manifests.push(readFileSync(join(this.directory, MANIFEST), 'utf8'));
    }
    const edits = this.random.below(EDITS + 1);
    for (let count = 0; count < edits; count += 1) if (editAtRandom(this)) this.counts.edits += 1;
    if (this.random.chance(0.3)) await this.release(this.some('managed', 'shared'), version);
    if (this.random.chance(0.15)) await this.take(this.some('released', 'managed'), version);
  }

  private some(...classes: Parameters<typeof filesOf>[1][]): string | undefined {
    const paths = classes.flatMap((one) => filesOf(this, one));
    return paths.length === 0 ? undefined : this.random.pick(paths);
  }

  /** Synthesizes until it comes to its end: what stops is solved as the message says, what is killed is done again. */
  private async reach(version: TemplateVersion): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const before = tree(this.directory);
      try {
        const at = this.random.chance(0.2) ? 1 + this.random.below(60) : Number.POSITIVE_INFINITY;
        if (!(await killedAt(at, this.directory, () => this.synth(version)))) return;
        this.counts.kills += 1;
        // the manifest does not say yet which files are managed now
        this.look(false);
        if (this.random.chance(0.5) && editAtRandom(this)) this.counts.edits += 1;
      } catch (error) {
        if (!(error instanceof OwnershipError)) throw error;
        this.counts.stops += 1;
        const written = differences(before, tree(this.directory));
        if (written.length > 0) this.problems.push(`a synth that stopped has changed ${written.join(', ')}`);
        for (const section of sectionsOf(error.message)) await this.solve(section, version);
      }
    }
    throw new Error(`${version.version} was not reached in ${ATTEMPTS} attempts`);
  }

  private synth(version: TemplateVersion): void {
    const project = projectOf(this.directory, version, this.options);
    if (this.how.unguarded) Object.getPrototypeOf(UdpServiceProject.prototype).synth.call(project);
    else project.synth();
  }

  /** Does what a message offers; where it offers two ways, either. */
  private async solve({ path, text }: Section, version: TemplateVersion): Promise<void> {
    const offered = [...text.matchAll(/udp-service files (take|release) (\S+)/g)].map(([, verb]) => verb);
    if (offered.length === 0) return this.moveAway(path);
    const verb = this.random.pick(offered);
    const done = await (verb === 'take' ? this.take(path, version) : this.release(path, version));
    if (!done) this.problems.push(`${path}: the remedy "files ${verb}" was refused`);
  }

  /** Moves what stands at a path to another place; the user knows where. */
  private moveAway(path: string): void {
    const { directory, random, oracle } = this;
    // a file in place of a folder is named by what should lie in the folder
    const blocking = path
      .split('/')
      .map((_, index, parts) => parts.slice(0, index + 1).join('/'))
      .find((part) => statsOf(join(directory, part)) !== undefined && !statsOf(join(directory, part))?.isDirectory());
    const from = blocking ?? path;
    const to = `moved-${random.word()}`;
    const within = [...tree(directory).keys()].filter((one) => one === from || one.startsWith(`${from}/`));
    const watched = within.filter((one) => oracle.isWatched(one));
    renameSync(join(directory, from), join(directory, to));
    for (const one of within) oracle.giveUp(one);
    for (const one of watched) oracle.watch(to + one.slice(from.length));
    if (watched.length === 0 && isFile(join(directory, to))) oracle.watch(to);
  }

  private async take(path: string | undefined, version: TemplateVersion): Promise<boolean> {
    const { directory, oracle } = this;
    if (path === undefined) return false;
    const before = oracle.contentOf(path);
    const run = () => take(directory, directory, [path], () => this.rendering(version));
    const begun = await this.begun(run);
    const told = await this.command(run);
    if (told === undefined) return false;
    // what was begun may have kept the edit already
    const isOther = before !== undefined && oracle.contentOf(path)?.equals(before) !== true;
    const kept = begun && isOther ? this.lastPatchOf(path) : undefined;
    const patch = / What stood there: (\S+) \(/.exec(told)?.[1] ?? kept;
    this.losses.push(...oracle.taken(path, before, patch));
    this.counts.taken += 1;
    return true;
  }

  private lastPatchOf(path: string): string | undefined {
    const patches = [...tree(this.directory).keys()].filter((one) => one.startsWith(`${path}.`) && PATCH.test(one));
    return patches.sort((a, b) => numberOf(a) - numberOf(b)).at(-1);
  }

  private async release(path: string | undefined, version: TemplateVersion): Promise<boolean> {
    const { directory, oracle } = this;
    if (path === undefined) return false;
    const run = () => release(directory, directory, [path], () => this.rendering(version));
    const begun = await this.begun(run);
    // what was begun may have been done
    if ((await this.command(run)) === undefined && !(begun && filesOf(this, 'released').includes(path))) return false;
    oracle.watchReleased(path);
    this.counts.released += 1;
    return true;
  }

  /** Begins a command now and then, and kills it on its way if it is not done before; returns whether it was begun. */
  private async begun(run: () => Promise<string>): Promise<boolean> {
    if (!this.random.chance(0.1)) return false;
    if (await killedAt(1 + this.random.below(8), this.directory, () => this.command(run))) this.counts.kills += 1;
    return true;
  }

  /** Runs a command; `undefined` where it refuses. */
  private async command(run: () => Promise<string>): Promise<string | undefined> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof UsageError) return undefined;
      throw error;
    }
  }

  /** What the version makes of every file, as the commands learn it. */
  private async rendering(version: TemplateVersion): Promise<Rendering> {
    const folder = mkdtempSync(join(tmpdir(), 'rendering-'));
    const ended = new Error('ended');
    const { exit } = process;
    process.exit = () => {
      throw ended;
    };
    process.env[RENDERING] = join(folder, 'rendering.json');
    try {
      projectOf(this.directory, version, this.options).synth();
    } catch (error) {
      if (error !== ended) throw error;
    } finally {
      process.exit = exit;
    }
    try {
      return JSON.parse(readFileSync(process.env[RENDERING], 'utf8')) as Rendering;
    } finally {
      delete process.env[RENDERING];
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Looks for everything that the user wrote; returns whether something is lost. */
  private look(removals = true): boolean {
    // a version that begins to manage a file writes it where none is
    this.oracle.allowBack(filesOf(this, 'managed'));
    this.losses.push(...this.oracle.losses(removals));
    return this.losses.length > 0;
  }

  /** In the end nothing is left to do, and what is managed is what a new repository has. */
  private settle(): void {
    const version = this.versions[VERSIONS - 1];
    const before = tree(this.directory);
    this.synth(version);
    const changed = differences(before, tree(this.directory));
    if (changed.length > 0) this.problems.push(`a second synth changes ${changed.join(', ')}`);
    const fresh = mkdtempSync(join(tmpdir(), 'fresh-'));
    try {
      projectOf(fresh, version, this.options).synth();
      const text = (folder: string, path: string) =>
        readFileSync(join(folder, path), 'latin1').replaceAll('\r\n', '\n');
      const other = filesOf(this, 'managed').filter(
        (path) => !LISTS.includes(path) && text(this.directory, path) !== text(fresh, path),
      );
      if (other.length > 0) this.problems.push(`unlike in a new repository: ${other.join(', ')}`);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
}

interface Section {
  readonly path: string;
  readonly text: string;
}

function numberOf(patch: string): number {
  return Number(PATCH.exec(patch)?.[1] ?? 1);
}

/** The message of a synth that stopped, file by file. */
function sectionsOf(message: string): Section[] {
  return message
    .split('\n\n')
    .slice(1)
    .map((text) => ({ path: /^ {2}(\S+): /.exec(text)?.[1] ?? '', text }));
}
