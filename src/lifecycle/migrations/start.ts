import { appendFileSync } from 'node:fs';
import { installedTemplate } from '../../files/template';
import { MigrationError } from './error';
import { MIGRATIONS } from './registry';
import { type MigrationReport, migrate } from './run';

/** Names a file that the reports of migrations are appended to, a JSON object a line. */
export const REPORT_VARIABLE = 'UDP_SERVICE_MIGRATION_REPORT';

/** Migrates a repository and says what it did; ends the process where that cannot be. */
export function start(directory: string): void {
  try {
    const report = migrate(directory, { migrations: MIGRATIONS, installed: installedTemplate() });
    tell(report);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    process.stderr.write(`upgrade blocked: ${error.message}\nNo file was changed.\n`);
    process.exit(1);
  }
}

function tell(report: MigrationReport): void {
  if (report.done.length === 0) return;
  const { name, version } = installedTemplate();
  const lines = [
    `Migrated to ${name} ${version}:`,
    ...report.done.map(({ id, title }) => `  ${id}: ${title}`),
    ...report.notes.map(({ place, text }) => `  look at ${place}: ${text}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const file = process.env[REPORT_VARIABLE];
  if (file) appendFileSync(file, `${JSON.stringify(report)}\n`);
}
