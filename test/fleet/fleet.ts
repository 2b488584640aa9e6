/**
 * Upgrades a fleet: repositories of five kinds, by several package managers, from every older version of the template to
 * the newest, in one hop and in several, back again, and with an interruption at every step. Prints a table; the whole
 * fleet writes it into docs/upgrading.md as well.
 *
 * Run: npm run fleet [-- npm pnpm yarn] [-- --repository 'two stages']
 */
import { parseArgs } from 'node:util';
import type { PackageManagerName } from '../../src/package-managers';
import { REPOSITORIES } from './repositories';
import { FIRST, RepositoryRun } from './repository-run';
import { fleetRegistry } from './support/registry';
import { Repository, type Setting } from './support/repository';
import { everyRow, type Row, writeTable } from './support/table';

const MANAGERS: readonly PackageManagerName[] = ['npm', 'pnpm', 'yarn'];

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { repository: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  assertKnown(positionals, MANAGERS);
  assertKnown(
    values.repository ?? [],
    REPOSITORIES.map(({ name }) => name),
  );
  const wanted = MANAGERS.filter((name) => positionals.length === 0 || positionals.includes(name));
  const registry = await fleetRegistry();
  const rows: Row[] = [];
  try {
    for (const manager of wanted) rows.push(...(await runAll({ manager, registry: registry.url }, values.repository)));
  } finally {
    await registry.stop();
    Repository.removeInstalled();
  }
  console.log(everyRow(rows));
  if (args.length === 0) writeTable(rows);
  process.exitCode = rows.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

/** A part that nothing is in would pass. */
function assertKnown(given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`'${unknown}' is no part of the fleet. Name one of: ${known.join(', ')}.`);
}

/** Every kind of repository, or some, with a package manager. */
async function runAll(setting: Setting, wanted: readonly string[] | undefined): Promise<Row[]> {
  const { manager } = setting;
  const rows: Row[] = [];
  const created = await Repository.create(setting, FIRST);
  // Yarn has nothing of its own but its commands: the default repository tells whether they are right
  const kinds = REPOSITORIES.filter(({ name }) => wanted?.includes(name) ?? (manager !== 'yarn' || name === 'default'));
  for (const kind of kinds) {
    const run = new RepositoryRun(kind);
    const first = await run.upgrades(created);
    // what follows the installation is the same whoever has installed the package
    if (kind.name === 'default') await run.interruptions(first, manager === 'npm' ? undefined : ['Installing']);
    if (kind.name === 'default' && manager === 'npm') await run.levels(first);
    first.remove();
    rows.push(...run.rows);
  }
  created.remove();
  return rows;
}

// ends what it has started with it
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
void main(process.argv.slice(2));
