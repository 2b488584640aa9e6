// What each tier of the tests costs, out of the results of jest; see test/README.md.

const TIERS = [
  ['e2e', (path) => path.startsWith('test/e2e/')],
  ['blueprint', (path) => path.startsWith('test/blueprint/')],
  ['commands', (path) => path.endsWith('.command.test.ts')],
  ['unit', () => true],
];

/** Files of a tier that are named, the dearest first. */
const NAMED = 3;

/**
 * A line a tier: its files, and the time that they took one after the other. Workers run side by side, and whatever else the
 * machine does counts.
 * @param {{ path: string, seconds: number }[]} files
 * @returns {string[]}
 */
export function tierTimes(files) {
  return TIERS.flatMap(([tier, belongs], index) => {
    const own = files
      .filter(({ path }) => belongs(path) && !TIERS.slice(0, index).some(([, other]) => other(path)))
      .sort((one, other) => other.seconds - one.seconds);
    if (own.length === 0) return [];
    const total = own.reduce((sum, { seconds }) => sum + seconds, 0);
    const dearest = own.slice(0, NAMED).map(({ path, seconds }) => `${path} ${Math.round(seconds)} s`);
    return [`${tier}: ${own.length} files, ${Math.round(total)} s in workers (${dearest.join(', ')})`];
  });
}
