import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CLASSES, type FileClass, type Manifest } from '../../files/manifest';
import { PATCH } from '../../files/patch';
import { installedTemplate } from '../../files/template';
import { readDefinition } from '../definition';
import { listedFiles, wholeManifest } from '../files/list';
import { findRepository } from '../repository';
import { acceptedFindings } from './accepted';
import { SCHEMA, type StatusReport } from './report';
import { statusText } from './text';
import { lastUpgrade } from './upgrade';

/** Adds `status`: how this repository stands to its template. */
export function registerStatus(program: Command): void {
  program
    .command('status')
    .description(
      'how this repository stands to its template: version, channel, behaviours, released and edited files, accepted findings, last upgrade',
    )
    .option('--json', 'print the report as JSON')
    .action((options: { readonly json?: true }) => {
      const report = statusOf(findRepository(process.cwd()), new Date().toISOString().slice(0, 10));
      process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : statusText(report));
    });
}

/** The report of a repository; `today` is a day in UTC. */
export function statusOf(directory: string, today: string): StatusReport {
  const manifest = wholeManifest(directory);
  const { template, preset, channel, migrations } = manifest;
  const { stages } = readDefinition(directory);
  return {
    schema: SCHEMA,
    template,
    installed: installedTemplate().version,
    preset,
    channel,
    migrations,
    behaviours: Object.fromEntries(stages.map(({ name, behaviours = [] }) => [name, behaviours])),
    files: filesOf(directory, manifest),
    accepted: acceptedFindings(directory, today),
    lastUpgrade: lastUpgrade(directory, template.version),
  };
}

function filesOf(directory: string, { files }: Manifest): StatusReport['files'] {
  const listed = listedFiles(directory, files);
  const count = (fileClass: FileClass) => listed.filter((file) => file.class === fileClass).length;
  const paths = (state: string) => listed.filter((file) => file.state === state).map(({ path }) => path);
  return {
    count: Object.fromEntries(CLASSES.map((name) => [name, count(name)])) as Record<FileClass, number>,
    released: paths('released'),
    edited: listed.filter(({ state }) => state === 'edited').map(({ path, keys }) => ({ path, keys })),
    missing: paths('missing'),
    patches: listed.map(({ path }) => `${path}${PATCH}`).filter((path) => existsSync(join(directory, path))),
  };
}
