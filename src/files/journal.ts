import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from './atomic';
import { type Keys, STATE_FOLDER } from './manifest';

/**
 * What a synth is about to write, while it writes: the manifest is written when everything else is, and whoever is
 * interrupted in between must not take his own files for edited ones afterwards. Not committed.
 */
export const JOURNAL_FILE = `${STATE_FOLDER}/pending.json`;

/** What may have been written of a file: the hash of its content, and what was written of a file whose keys are merged. */
export interface PendingContent {
  readonly sha256: string;
  readonly written?: Keys;
}

/** What interrupted runs may have written, by path. */
export type Journal = Readonly<Record<string, readonly PendingContent[]>>;

/** Reads what interrupted runs may have written: nothing where none was interrupted. */
export function readJournal(directory: string): Journal {
  try {
    const { files } = JSON.parse(readFileSync(join(directory, JOURNAL_FILE), 'utf8')) as { files: unknown };
    const entries = Object.entries(files as Record<string, unknown>);
    return Object.fromEntries(
      entries.map(([path, contents]) => [path, Array.isArray(contents) ? contents.filter(isContent) : []]),
    );
  } catch {
    // it is written as a whole or not at all, so anything else says nothing
    return {};
  }
}

/** Adds what is about to be written to what interrupted runs may have written. */
export function writeJournal(
  directory: string,
  journal: Journal,
  next: Readonly<Record<string, PendingContent>>,
): void {
  const paths = [...new Set([...Object.keys(journal), ...Object.keys(next)])].sort();
  const files = Object.fromEntries(
    paths.map((path) => [
      path,
      [
        ...(journal[path] ?? []).filter(({ sha256 }) => sha256 !== next[path]?.sha256),
        ...(next[path] ? [next[path]] : []),
      ],
    ]),
  );
  writeAtomically(directory, JOURNAL_FILE, `${JSON.stringify({ files }, undefined, 2)}\n`);
}

/** Forgets: everything was written. */
export function removeJournal(directory: string): void {
  rmSync(join(directory, JOURNAL_FILE), { force: true });
}

function isContent(value: unknown): value is PendingContent {
  return typeof value === 'object' && value !== null && typeof (value as PendingContent).sha256 === 'string';
}
