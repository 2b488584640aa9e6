import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARKED } from '../src/credentials/marked';
import { writeAtomically } from '../src/files/atomic';
import { fileProblem } from '../src/util/file-error';
import { problemText } from '../src/util/problem-text';
import { temporaryDirectory } from './support/synthesized';

function fileErrorText(error: unknown, directory: string): string | undefined {
  const problem = fileProblem(error, directory);
  return problem && problemText(problem, MARKED);
}

function errorOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

test('an error of the file system names the file, the cause and the remedy', () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'folder'));
  const missing = errorOf(() => writeFileSync(join(directory, 'missing', 'report.md'), ''));
  expect(fileErrorText(missing, directory)).toBe(
    'missing/report.md: it is not there, or its folder is not (ENOENT). Create it or correct the path, then run this again.',
  );
  const folder = errorOf(() => writeAtomically(directory, 'folder', 'text'));
  expect(fileErrorText(folder, directory)).toMatch(
    /^folder: it is a folder, and a file is expected \(EISDIR\)\. Move it/,
  );
});

test('any other error is left alone', () => {
  expect(fileErrorText(new Error('no'), '.')).toBeUndefined();
  expect(
    fileErrorText(
      errorOf(() => JSON.parse('{')),
      '.',
    ),
  ).toBeUndefined();
});
