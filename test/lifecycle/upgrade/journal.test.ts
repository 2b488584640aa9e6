import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalFile } from '../../../src/lifecycle/upgrade/journal';

const RENAMED = { id: '1.1.0-rename', title: 'Renames an option' };
const MOVED = { id: '1.2.0-move', title: 'Moves a file' };
const NOTE = { place: '.projenrc.ts:3', text: 'it may mean something else now' };

let folder: string;
const journal = () => new JournalFile(join(folder, 'upgrade.json'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a resumed upgrade tells the migrations of the run that was interrupted, each once', () => {
  journal().report({ done: [RENAMED], notes: [NOTE] });
  journal().report({ done: [RENAMED, MOVED], notes: [NOTE] });
  expect(journal().migrations()).toEqual({ done: [RENAMED, MOVED], notes: [NOTE] });
});

test('an upgrade without migrations tells none', () => {
  expect(journal().migrations()).toEqual({ done: [], notes: [] });
});

test('nothing of it is left behind', () => {
  journal().write({ kind: 'template', commit: '0'.repeat(40), targets: [] });
  journal().report({ done: [RENAMED], notes: [] });
  journal().remove();
  expect(readdirSync(folder)).toEqual([]);
});
