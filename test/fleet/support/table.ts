import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import Table = require('cli-table3');

import type { PackageManagerName } from '../../../src/package-managers';

/** What is checked of every repository; the columns of the table. */
export const ASPECTS = [
  'upgrade',
  'second run',
  'build',
  'hop by hop',
  'downgrade',
  'interrupted',
  'behaviour',
  'careless release',
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** One thing that was done and what came of it. */
export interface Row {
  readonly manager: PackageManagerName;
  readonly repository: string;
  readonly aspect: Aspect;
  /** What exactly was done: `1.0.0 → 1.3.0`. */
  readonly action: string;
  /** What the command says of what runs; absent where it compares nothing. */
  readonly impact?: string;
  readonly seconds: number;
  readonly problems: readonly string[];
}

const DOCUMENT = join(__dirname, '../../../docs/upgrading.md');
const [BEGIN, END] = ['<!-- fleet:begin -->', '<!-- fleet:end -->'];

/** Every check, for a terminal. */
export function everyRow(rows: readonly Row[]): string {
  const table = new Table({
    head: ['', 'repository', '', 'impact', 's', ''],
    style: { head: [], border: [], compact: true },
  });
  table.push(
    ...rows.map(({ manager, repository, action, impact = '', seconds, problems }) => [
      manager,
      repository,
      action,
      impact,
      seconds.toFixed(0),
      problems.length === 0 ? 'ok' : `${problems.length} problems`,
    ]),
  );
  const minutes = rows.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  return `${table.toString()}\n${summary(rows)} They took ${minutes.toFixed(0)} minutes.`;
}

/** A line a repository, for a document. */
export function byRepository(rows: readonly Row[]): string {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = `${row.manager} | ${row.repository}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [
    summary(rows),
    '',
    `| | repository | ${ASPECTS.join(' | ')} |`,
    `|---|---|${'---|'.repeat(ASPECTS.length)}`,
    ...[...groups].map(([name, group]) => `| ${name} | ${ASPECTS.map((aspect) => cell(group, aspect)).join(' | ')} |`),
  ].join('\n');
}

/** Writes what the whole fleet has shown into the document that tells of it. */
export function writeTable(rows: readonly Row[]): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) {
    throw new Error(`${DOCUMENT} has no place for the table: put ${BEGIN} and ${END} into it`);
  }
  writeFileSync(DOCUMENT, `${text.slice(0, start)}${BEGIN}\n\n${byRepository(rows)}\n\n${text.slice(end)}`);
}

function summary(rows: readonly Row[]): string {
  const failed = rows.filter(({ problems }) => problems.length > 0).length;
  return `${rows.length} checks, ${failed} failed.`;
}

function cell(group: readonly Row[], aspect: Aspect): string {
  const rows = group.filter((row) => row.aspect === aspect);
  if (rows.length === 0) return '';
  const failed = rows.filter(({ problems }) => problems.length > 0).length;
  return failed === 0 ? `${rows.length} ok` : `${failed} of ${rows.length} failed`;
}
