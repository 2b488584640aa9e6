import { appendFileSync } from 'node:fs';
import { installedTemplate } from '../../files/template';
import { UserError } from '../../util/user-error';
import { MIGRATIONS } from './registry';
import { type MigrationReport, migrate } from './run';

/** Names a file that the reports of migrations are appended to, a JSON object a line. */
export const REPORT_VARIABLE = 'UDP_SERVICE_MIGRATION_REPORT';

/** Migrates a repository and says what it did. */
export function start(directory: string): void {
  try {
    const report = migrate(directory, { migrations: MIGRATIONS, installed: installedTemplate() });
    tell(report);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.problems.map((problem) => ({
        ...problem,
        remedy: [problem.remedy, 'No file was changed'].filter(Boolean).join('. '),
      })),
      { cause: error.cause },
    );
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
