import { type Level, worstLevel } from '../../src/model/levels';
import type { FleetRepository } from './repositories';
import { comparableTree, differences, ownedFiles, problemsOf } from './support/checks';
import { interrupted, type UpgradeStep } from './support/interruption';
import type { Repository } from './support/repository';
import type { Aspect, Row } from './support/table';
import { BEHAVIOUR, CARELESS_LEVEL, LATEST, RING, VERSIONS } from './versions';

const RELEASED = VERSIONS.filter(({ version }) => !version.includes('-'));
/** Every version that a repository may be at. */
const OLDER = RELEASED.map(({ version }) => version).slice(0, -1);

/** The version that repositories are created with. */
export const FIRST = OLDER[0];

/** What a repository of one kind goes through. */
export class RepositoryRun {
  public readonly rows: Row[] = [];

  public constructor(private readonly kind: FleetRepository) {}

  /**
   * Everything that is asked of every repository: from each older version to the newest, in one hop and in several, and
   * back again.
   *
   * @returns the repository as its owner has made it, at the first version
   */
  public async upgrades(created: Repository): Promise<Repository> {
    const first = await created.copy();
    await this.kind.edit(first);
    await first.projen();
    await first.projen('test:update');
    await first.commit('What the owner does');
    const original = await comparableTree(first);

    const whole = await first.copy();
    await this.upgrade(whole, FIRST, LATEST);
    const arrived = await comparableTree(whole);
    await this.check('second run', 'a second synth', whole, () => secondSynth(whole));
    await whole.commit('Upgrade');
    await this.check('build', 'build', whole, () => build(whole));
    await this.check('second run', 'a second upgrade', whole, () => secondUpgrade(whole));

    const hop = await first.copy();
    for (const version of OLDER.slice(1)) {
      await this.check('hop by hop', `to ${version} by hand`, hop, () => byHand(hop, version));
      // from a version in between to the newest, beside the way over every version
      const straight = version === OLDER.at(-1) ? hop : await hop.copy();
      await this.upgrade(straight, version, LATEST);
      const way = [...OLDER.slice(0, OLDER.indexOf(version) + 1), LATEST].join(' → ');
      await this.expectTree('hop by hop', `${way} is one hop`, straight, arrived);
      straight.remove();
    }

    await this.check('downgrade', `${LATEST} → ${FIRST}`, whole, () => this.downgrade(whole, original));
    whole.remove();
    return first;
  }

  /** Ends the upgrade at every step, or at some; the next run has to complete it. */
  public async interruptions(first: Repository, steps?: readonly UpgradeStep[]): Promise<void> {
    const expected = await first.copy();
    const whole = await expected.upgrade();
    const migrations = migrationsOf(whole.output);
    if (whole.code !== 0 || migrations === undefined) {
      throw new Error(`nothing can be compared with an upgrade that fails or migrates nothing:\n${whole.output}`);
    }
    const tree = await comparableTree(expected);
    expected.remove();
    for await (const { where, repository } of interrupted(first, steps)) {
      await this.check('interrupted', where, repository, async () => {
        const { code, output } = await repository.upgrade();
        if (code !== 0) return [`ended with ${code}: ${output.slice(-800)}`];
        const told = migrationsOf(output);
        return [
          ...(told === migrations
            ? []
            : [`it tells of the migrations '${told}', and of '${migrations}' where nobody interrupts it`]),
          ...differences(await comparableTree(repository), tree),
        ];
      });
      repository.remove();
    }
  }

  /** What a version that is not for everybody does: a behaviour that is switched on, a release that forgot something. */
  public async levels(first: Repository): Promise<void> {
    const { name, impact: declared } = BEHAVIOUR;
    const repository = await first.copy();
    await repository.upgrade();
    await repository.commit('Upgrade');
    await this.impact('behaviour', `${name} is off after the upgrade`, repository, 'none', async () => {
      await repository.projen();
    });
    await this.impact('behaviour', `${name} is switched on`, repository, declared, async () => {
      repository.edit('.projenrc.ts', (text) =>
        text.replace("  name: 'my-service',\n", (line) => `${line}  behaviours: { ${name}: true },\n`),
      );
      await repository.projen();
    });
    await repository.must('git', 'checkout', '--quiet', '--', '.');
    await this.check('careless release', `${LATEST} → ${RING}`, repository, async () => {
      const { code, output } = await repository.upgrade('--channel', RING);
      const impact = impactOf(output);
      return [
        ...(code === 0 ? [] : [`ended with ${code}: ${output.slice(-800)}`]),
        ...(impact === CARELESS_LEVEL ? [] : [`the impact is ${impact}, and ${CARELESS_LEVEL} is expected`]),
        ...(/acknowledge it in/.test(output) ? [] : ['nobody is told that something would be recreated']),
      ];
    });
    repository.remove();
  }

  private async upgrade(repository: Repository, from: string, to: string): Promise<void> {
    const before = await ownedFiles(repository);
    let impact = '';
    await this.check('upgrade', `${from} → ${to}`, repository, async () => {
      const { code, output } = await repository.upgrade('--to', to);
      if (code !== 0) return [`ended with ${code}: ${output.slice(-1500)}`];
      impact = impactOf(output);
      const declared = this.declared(from, to);
      return [
        ...(impact === declared ? [] : [`the impact is ${impact}, and ${declared} is declared`]),
        ...(await problemsOf(before, repository)),
      ];
    });
    this.rows.push({ ...(this.rows.pop() as Row), impact });
  }

  /** What the versions on the way do to what runs, but for those whose change does not reach this repository. */
  private declared(from: string, to: string): Level {
    const versions = RELEASED.map(({ version }) => version);
    const way = RELEASED.slice(versions.indexOf(from) + 1, versions.indexOf(to) + 1);
    return worstLevel(
      way.filter(({ version }) => !this.kind.spared?.includes(version)).flatMap(({ impact }) => impact ?? []),
    );
  }

  private async downgrade(repository: Repository, original: ReadonlyMap<string, string>): Promise<string[]> {
    const { code, output } = await repository.upgrade('--to', FIRST);
    const { oneWay } = this.kind;
    if (oneWay !== undefined) {
      const isTold = code !== 0 && /upgrade blocked/.test(output) && oneWay.test(output);
      const status = await repository.status();
      return [
        ...(isTold ? [] : [`is not blocked: ${output.slice(-800)}`]),
        ...(status === '' ? [] : [`leaves ${status}`]),
      ];
    }
    if (code !== 0) return [`ended with ${code}: ${output.slice(-1500)}`];
    // ranges and locks stay; what the template took over and nobody had edited is the template's last word on it
    const expected = /^(package\.json|package-lock\.json|pnpm-lock\.yaml|yarn\.lock|(manifest of )?app\/Dockerfile)$/;
    return differences(await comparableTree(repository), original).filter((path) => !expected.test(path));
  }

  /** Changes a repository and compares what would run with what is committed. */
  private async impact(
    aspect: Aspect,
    action: string,
    repository: Repository,
    expected: Level,
    change: () => Promise<void>,
  ): Promise<void> {
    let found = '';
    await this.check(aspect, action, repository, async () => {
      await change();
      const { stdout } = await repository.must(
        ...(['npx', '--no-install', 'udp-service', 'impact', '--base', 'HEAD', '--head', '.'] as const),
        ...['--format', 'json'],
      );
      found = (JSON.parse(stdout) as { readonly level: string }).level;
      return found === expected ? [] : [`the impact is ${found}, and ${expected} is declared`];
    });
    this.rows.push({ ...(this.rows.pop() as Row), impact: found });
  }

  private expectTree(aspect: Aspect, action: string, repository: Repository, tree: ReadonlyMap<string, string>) {
    return this.check(aspect, action, repository, async () => differences(await comparableTree(repository), tree));
  }

  private async check(
    aspect: Aspect,
    action: string,
    { setting: { manager }, dir }: Repository,
    act: () => Promise<string[]>,
  ): Promise<void> {
    const started = performance.now();
    const problems = await act().catch((error: Error) => [error.message.slice(-1500)]);
    const seconds = (performance.now() - started) / 1000;
    this.rows.push({ manager, repository: this.kind.name, aspect, action, seconds, problems });
    const verdict = problems.length === 0 ? 'ok' : `FAILED in ${dir}\n    ${problems.join('\n    ')}`;
    console.log(`${manager}, ${this.kind.name}, ${action}: ${verdict} (${seconds.toFixed(0)} s)`);
  }
}

/** What a bot or a person does who knows no `upgrade`: install a version, synthesize, accept the snapshots, commit. */
async function byHand(repository: Repository, version: string): Promise<string[]> {
  const [program, ...args] = repository.manager.add([`projen-udp-service@${version}`]);
  await repository.must(program, ...args);
  await repository.projen();
  await repository.projen('test:update');
  await repository.commit(`Upgrade to ${version}`);
  return repository.manifest.template.version === version
    ? []
    : [`${repository.manifest.template.version} is installed`];
}

async function secondSynth(repository: Repository): Promise<string[]> {
  const before = await comparableTree(repository);
  await repository.projen();
  const changed = differences(await comparableTree(repository), before);
  return changed.map((path) => `a second synth changes ${path}`);
}

async function secondUpgrade(repository: Repository): Promise<string[]> {
  const { code, output } = await repository.upgrade();
  const status = await repository.status();
  return [
    ...(code === 0 && output.includes('Everything is up to date.')
      ? []
      : [`ended with ${code}: ${output.slice(-800)}`]),
    ...(status === '' ? [] : [`a second upgrade leaves ${status}`]),
  ];
}

async function build(repository: Repository): Promise<string[]> {
  await repository.projen('build');
  const status = await repository.status();
  return status === '' ? [] : [`the build leaves changes: ${status}`];
}

function impactOf(output: string): string {
  return /^Impact: (\S+)/m.exec(output)?.[1] ?? 'unknown';
}

/** What an upgrade says of its migrations, at its end. */
function migrationsOf(output: string): string | undefined {
  return /^Migrations:\n((?: +\S.*\n)+)/m.exec(output)?.[1];
}
