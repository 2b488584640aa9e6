import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const own = Object.entries(scripts).flatMap(([name, command]) => {
  const [, file] = /^node ((?:tools|bench)\/\S+)/.exec(command) ?? [];
  return file === undefined ? [] : [[name, file] as const];
});

test('there are scripts of our own', () => {
  expect(own.map(([name]) => name)).toEqual(
    expect.arrayContaining(['test', 'demo', 'fleet', 'simulate', 'bench', 'bench:impact']),
  );
});

// What the package checks options against is made by compiling it: without that every service is refused.
test.each(own)('%s installs and compiles first: a fresh clone has neither', (_, file) => {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  const first = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
  const [installs, builds, runs] = [/await install\(\)/, /await build\(\)/, /await (run|must)\(/].map(first);
  expect({ file, installs: installs >= 0, builds: builds > installs }).toEqual({ file, installs: true, builds: true });
  if (runs >= 0) expect(builds).toBeLessThan(runs);
});
