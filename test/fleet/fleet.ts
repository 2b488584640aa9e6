/**
 * Upgrades a fleet: repositories of five kinds, by several package managers, from every older version of the template to
 * the newest, in one hop and in several, back again, and with an interruption at every step. Prints a table.
 *
 * Run: npm run fleet [-- npm pnpm yarn] [-- --repository 'two stages']
 */
import Table = require('cli-table3');

import type { Level } from '../../src/impact/levels';
import type { PackageManagerName } from '../../src/package-managers';
import { type FleetRepository, REPOSITORIES } from './repositories';
import { comparableTree, differences, ownedFiles, problemsOf } from './support/checks';
import { interruptEveryStep } from './support/interruption';
import { fleetRegistry } from './support/registry';
import { Repository, type Setting } from './support/repository';
import { LATEST, VERSIONS } from './versions';

/** One thing that was done and what came of it. */
interface Row {
  readonly manager: PackageManagerName;
  readonly repository: string;
  readonly action: string;
  readonly impact: string;
  readonly seconds: number;
  readonly problems: readonly string[];
}

const FIRST = VERSIONS[0].version;
const OLDER = VERSIONS.map(({ version }) => version).filter((version) => version !== LATEST && !version.includes('-'));
/** The gate has another program since 1.1.0 and the sample another Dockerfile since 1.2.0; nothing else that runs changes. */
const DECLARED: Readonly<Record<string, Level>> = { '1.0.0': 'in-place', '1.1.0': 'in-place', '1.2.0': 'none' };

class Fleet {
  public readonly rows: Row[] = [];

  public constructor(
    private readonly setting: Setting,
    private readonly kind: FleetRepository,
  ) {}

  /** Everything that a repository of one kind goes through. */
  public async run(created: Repository): Promise<void> {
    const first = await created.copy();
    await this.kind.edit(first);
    await first.projen();
    await first.projen('test:update');
    await first.commit('What the owner does');
    const original = await comparableTree(first);

    const whole = await first.copy();
    await this.upgrade(whole, FIRST, LATEST);
    const arrived = await comparableTree(whole);
    await this.check('second run', whole, () => this.secondRun(whole));
    await whole.commit('Upgrade');
    await this.check('build', whole, () => this.build(whole));

    let hop = await first.copy();
    for (const [index, version] of OLDER.entries()) {
      const next = OLDER[index + 1] ?? LATEST;
      if (index > 0 && next !== LATEST) {
        // one hop from a version in between, beside the way over every version
        const straight = await hop.copy();
        await this.upgrade(straight, version, LATEST);
        await this.check(`${version} → ${LATEST} equals ${FIRST} → ${LATEST}`, straight, async () =>
          differences(await comparableTree(straight), arrived),
        );
        straight.remove();
      }
      await this.upgrade(hop, version, next);
      await hop.commit(`Upgrade to ${next}`);
      const following = await hop.copy();
      hop.remove();
      hop = following;
    }
    await this.check('hop by hop equals one hop', hop, async () => differences(await comparableTree(hop), arrived));
    hop.remove();

    await this.check(`back to ${FIRST}`, whole, () => this.downgrade(whole, original));
    whole.remove();
    first.remove();
  }

  /** Ends the upgrade at every step; the next run has to complete it. */
  public async interrupt(created: Repository): Promise<void> {
    const expected = await created.copy();
    await expected.upgrade();
    const tree = await comparableTree(expected);
    expected.remove();
    for await (const { where, repository } of interruptEveryStep(created)) {
      await this.check(`interrupted ${where}`, repository, async () => {
        const { code, output } = await repository.upgrade();
        if (code !== 0) return [`ended with ${code}: ${output.slice(-800)}`];
        return differences(await comparableTree(repository), tree);
      });
      repository.remove();
    }
  }

  private async upgrade(repository: Repository, from: string, to: string): Promise<void> {
    const before = await ownedFiles(repository);
    let impact = '';
    await this.check(`${from} → ${to}`, repository, async () => {
      const { code, output } = await repository.upgrade('--to', to);
      if (code !== 0) return [`ended with ${code}: ${output.slice(-1500)}`];
      impact = /^Impact: (\S+)/m.exec(output)?.[1] ?? 'unknown';
      const declared = DECLARED[from];
      return [
        ...(impact === declared ? [] : [`the impact is ${impact}, and ${declared} is declared`]),
        ...(await problemsOf(before, repository)),
      ];
    });
    this.rows.push({ ...(this.rows.pop() as Row), impact });
  }

  private async secondRun(repository: Repository): Promise<string[]> {
    const before = await comparableTree(repository);
    await repository.projen();
    const changed = differences(await comparableTree(repository), before);
    return changed.map((path) => `a second synth changes ${path}`);
  }

  private async build(repository: Repository): Promise<string[]> {
    await repository.projen('build');
    const status = await repository.status();
    return status === '' ? [] : [`the build leaves changes: ${status}`];
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

  private async check(action: string, repository: Repository, act: () => Promise<string[]>): Promise<void> {
    const started = performance.now();
    const problems = await act().catch((error: Error) => [error.message.slice(-1500)]);
    const seconds = (performance.now() - started) / 1000;
    const row = { manager: this.setting.manager, repository: this.kind.name, action, impact: '', seconds, problems };
    this.rows.push(row);
    const verdict = problems.length === 0 ? 'ok' : `FAILED in ${repository.dir}\n    ${problems.join('\n    ')}`;
    console.log(`${row.manager}, ${row.repository}, ${action}: ${verdict} (${seconds.toFixed(0)} s)`);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const flag = args.indexOf('--repository');
  const wanted = flag < 0 ? undefined : args[flag + 1];
  const named = args.filter(
    (argument, index) => argument !== '--repository' && index !== flag + 1,
  ) as PackageManagerName[];
  const managers: readonly PackageManagerName[] = named.length > 0 ? named : ['npm', 'pnpm', 'yarn'];
  const registry = await fleetRegistry();
  const rows: Row[] = [];
  try {
    for (const manager of managers) {
      const setting: Setting = { manager, registry: registry.url };
      const created = await Repository.create(setting, FIRST);
      // Yarn has nothing of its own but its commands: the default repository tells whether they are right
      const kinds = REPOSITORIES.filter(
        ({ name }) => (wanted ?? (manager.startsWith('yarn') ? 'default' : name)) === name,
      );
      for (const kind of kinds) {
        const fleet = new Fleet(setting, kind);
        await fleet.run(created);
        if (kind.name === 'default') await fleet.interrupt(created);
        rows.push(...fleet.rows);
      }
      created.remove();
    }
  } finally {
    await registry.stop();
  }
  print(rows);
}

function print(rows: readonly Row[]): void {
  const table = new Table({
    head: ['', 'repository', '', 'impact', 's', ''],
    style: { head: [], border: [], compact: true },
  });
  table.push(
    ...rows.map(({ manager, repository, action, impact, seconds, problems }) => [
      manager,
      repository,
      action,
      impact,
      seconds.toFixed(0),
      problems.length === 0 ? 'ok' : `${problems.length} problems`,
    ]),
  );
  const failed = rows.filter(({ problems }) => problems.length > 0);
  console.log(`${table.toString()}\n${rows.length} checks, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

void main(process.argv.slice(2));
