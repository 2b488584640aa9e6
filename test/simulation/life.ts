import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UdpServiceProject, type UdpServiceProjectOptions } from '../../src';
import { release } from '../../src/cli/files/release';
import { take } from '../../src/cli/files/take';
import { UserError } from '../../src/util/user-error';
import { differences, isFile, statsOf, tree, write } from './files';
import { killedAt } from './kill';
import { type Loss, Oracle } from './oracle';
import { Random } from './random';
import { type Desk, editAtRandom, filesOf } from './user';
import { OPTIONS, projectOf, renderingOf, type TemplateVersion, templateVersions } from './versions';

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
    const release = this.random.chance(0.3) ? this.some('managed', 'shared') : [];
    if (release.length > 0) await this.release(release, version);
    const take = this.random.chance(0.15) ? this.some('released', 'managed') : [];
    if (take.length > 0) await this.take(take, version);
  }

  private some(...classes: Parameters<typeof filesOf>[1][]): string[] {
    const paths = classes.flatMap((one) => filesOf(this, one));
    return paths.length === 0 ? [] : [this.random.pick(paths)];
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
        if (!(error instanceof UserError)) throw error;
        this.counts.stops += 1;
        const written = differences(before, tree(this.directory));
        if (written.length > 0) this.problems.push(`a synth that stopped has changed ${written.join(', ')}`);
        await this.solve(sectionsOf(error.message), version);
      }
    }
    throw new Error(`${version.version} was not reached in ${ATTEMPTS} attempts`);
  }

  private synth(version: TemplateVersion): void {
    const project = projectOf(this.directory, version, this.options);
    if (this.how.unguarded) Object.getPrototypeOf(UdpServiceProject.prototype).synth.call(project);
    else project.synth();
  }

  /** Does what a message offers for each file; where it offers two ways, either. */
  private async solve(sections: readonly Section[], version: TemplateVersion): Promise<void> {
    const chosen = { take: [] as string[], release: [] as string[] };
    for (const { path, text } of sections) {
      const offered = [...text.matchAll(/udp-service files (take|release) (\S+)/g)].map(([, verb]) => verb);
      if (offered.length === 0) this.moveAway(path);
      else chosen[this.random.pick(offered) as keyof typeof chosen].push(path);
    }
    for (const verb of ['take', 'release'] as const) {
      const paths = chosen[verb];
      if (paths.length === 0 || (await this[verb](paths, version))) continue;
      this.problems.push(`the remedy "files ${verb} ${paths.join(' ')}" was refused`);
    }
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

  private async take(paths: readonly string[], version: TemplateVersion): Promise<boolean> {
    const { directory, oracle } = this;
    const before = paths.map((path) => oracle.contentOf(path));
    const run = () => take(directory, directory, paths, async () => renderingOf(directory, version, this.options));
    const begun = await this.begun(run);
    const told = await this.command(run);
    if (told === undefined) return false;
    const lines = told.split('\n');
    for (const [index, path] of paths.entries()) {
      const content = before[index];
      // what was begun may have kept the edit already
      const isOther = content !== undefined && oracle.contentOf(path)?.equals(content) !== true;
      const line = lines.find((one) => one.startsWith(`${path}: `)) ?? '';
      const patch = / What stood there: (\S+) \(/.exec(line)?.[1];
      const kept = begun && isOther ? this.lastPatchOf(path) : undefined;
      this.losses.push(...oracle.taken(path, content, patch ?? kept));
      this.counts.taken += 1;
    }
    return true;
  }

  private lastPatchOf(path: string): string | undefined {
    const patches = [...tree(this.directory).keys()].filter((one) => one.startsWith(`${path}.`) && PATCH.test(one));
    return patches.sort((a, b) => numberOf(a) - numberOf(b)).at(-1);
  }

  private async release(paths: readonly string[], version: TemplateVersion): Promise<boolean> {
    const { directory, oracle } = this;
    const run = () => release(directory, directory, paths, async () => renderingOf(directory, version, this.options));
    const begun = await this.begun(run);
    const isDone = () => paths.every((path) => filesOf(this, 'released').includes(path));
    // what was begun may have been done
    if ((await this.command(run)) === undefined && !(begun && isDone())) return false;
    for (const path of paths) oracle.watchReleased(path);
    this.counts.released += paths.length;
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
      if (error instanceof UserError) return undefined;
      throw error;
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
