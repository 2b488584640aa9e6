import Table = require('cli-table3');

import type { Command } from 'commander';
import type { Service } from '../model/model';
import { readDefinition, stageOf } from './definition';
import { settingsOf } from './settings';

interface ServiceCommandOptions {
  readonly stage?: readonly string[];
  readonly differences?: true;
  readonly json?: true;
}

/** Where a stage does not have a setting that another one has. */
const ABSENT = '-';

/** Characters of a column's line. */
const WIDEST = 60;

/** Adds `service`: print the resolved service, every default filled in. */
export function registerService(program: Command): void {
  program
    .command('service')
    .description('print every setting of every stage of this repository, with all defaults filled in')
    .option('-s, --stage <names...>', 'these stages only')
    .option('-d, --differences', 'only the settings in which the stages differ')
    .option('--json', 'print the resolved service as JSON')
    .action((options: ServiceCommandOptions) => {
      const service = narrowed(readDefinition(process.cwd()), options.stage);
      process.stdout.write(
        options.json
          ? `${JSON.stringify(service, undefined, 2)}\n`
          : serviceTable(service, options.differences === true),
      );
    });
}

function narrowed(service: Service, names?: readonly string[]): Service {
  return names === undefined ? service : { ...service, stages: names.map((name) => stageOf(service, name)) };
}

/** A row a setting, a column a stage. */
export function serviceTable({ name, stages }: Service, differencesOnly: boolean): string {
  const columns = stages.map(({ name: _name, ...stage }) => settingsOf(stage));
  const paths = merged(columns.map((settings) => [...settings.keys()]));
  const rows = paths
    .map((path) => ({ path, values: columns.map((settings) => settings.get(path) ?? ABSENT) }))
    .filter(({ values }) => !differencesOnly || new Set(values).size > 1);
  if (rows.length === 0) return `${name}: the stages differ in nothing but their names.\n`;
  const table = new Table({
    head: [name, ...stages.map((stage) => stage.name)],
    // No colours: the same text in a terminal, a log and a file.
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map(({ path, values }) => [path, ...values.map(folded)]));
  return `${table.toString()}\n`;
}

/** All paths, each where its own stage has it: what belongs together stands together. */
function merged(lists: readonly (readonly string[])[]): readonly string[] {
  const all: string[] = [];
  for (const list of lists) {
    for (const [index, path] of list.entries()) {
      if (!all.includes(path)) all.splice(index === 0 ? 0 : all.indexOf(list[index - 1]) + 1, 0, path);
    }
  }
  return all;
}

/** A digest and its like must not make every line of the table as long as itself. */
function folded(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${WIDEST}}`, 'g')) ?? [''])
    .join('\n');
}
