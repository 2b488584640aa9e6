import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const CLI = join(ROOT, 'src', 'cli');

/** The files of `src/cli` that are a command: a file of its name, or a folder. */
const files = readdirSync(CLI, { withFileTypes: true })
  .map((entry) => (entry.isDirectory() ? join(entry.name, 'index.ts') : entry.name))
  .filter((file) => existsSync(join(CLI, file)))
  .filter((file) => /^export function register\w+\(/m.test(readFileSync(join(CLI, file), 'utf8')));

test('a command is a file of its name, and the program knows each of them', () => {
  const help = execFileSync(process.execPath, [join(ROOT, 'lib', 'cli', 'main.js'), '--help'], { encoding: 'utf8' });
  const [, list = ''] = help.split(/^Commands:$/m);
  const names = [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
  const expected = files.map((file) => file.replace(/(\/index)?\.ts$/, ''));
  expect(names.sort()).toEqual(expected.sort());
  expect(names.length).toBeGreaterThan(20);
});
