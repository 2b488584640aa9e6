/** The proof of `npm run test:patterns`. */
import { parseArgs } from 'node:util';
import { PRESETS } from '../../src/probes';
import {
  acceptedPatterns,
  hardAnswers,
  inJavaScript,
  inPython,
  random,
  type Search,
  type Searched,
  shortAnswers,
  stepsOf,
} from './patterns';

const BOUND_MS = 50;

function slowest(searches: readonly Search[], results: readonly Searched[]) {
  const [at, { ms }] = [...results.entries()].sort(([, one], [, other]) => other.ms - one.ms)[0];
  const { pattern, answer } = searches[at];
  return { ms: Math.round(ms * 10) / 10, pattern, steps: stepsOf(pattern), answer: `${answer.slice(0, 40)}…` };
}

function main(): void {
  const { values } = parseArgs({
    options: { patterns: { type: 'string', default: '3000' }, seed: { type: 'string', default: '1' } },
  });
  const seed = Number(values.seed);
  const patterns = acceptedPatterns(seed, Number(values.patterns));

  const next = random(seed + 1);
  const short = patterns.flatMap((pattern) => shortAnswers(next, 20).map((answer) => ({ pattern, answer })));
  const meant = inPython(short);
  const otherwise = short.filter((search, at) => inJavaScript(search).found !== meant[at].found);
  console.log(`${short.length} searches in both languages, ${otherwise.length} with another result`);

  const catalogue = PRESETS.flatMap((preset) =>
    preset.kind === 'datagram' ? [preset.datagram.expect, ...Object.values(preset.datagram.checks ?? {})] : [],
  ).map((pattern) => pattern.replace(/\{[b-z]\}/g, '{a}'));
  const heaviest = [...patterns].sort((one, other) => Number(stepsOf(other)) - Number(stepsOf(one)));
  const long = [...heaviest.slice(0, 300), ...catalogue].flatMap((pattern) =>
    hardAnswers(pattern).map((answer) => ({ pattern, answer })),
  );
  // A search that is too slow counts where it is so twice: another program may have had the processor.
  const again = (result: Searched, at: number, search: (one: Search) => Searched) =>
    result.ms > BOUND_MS ? { ...result, ms: Math.min(result.ms, search(long[at]).ms) } : result;
  const python = inPython(long).map((result, at) => again(result, at, (one) => inPython([one])[0]));
  const javaScript = long.map(inJavaScript).map((result, at) => again(result, at, inJavaScript));
  console.log(`${long.length} searches in answers of 65,507 bytes; the slowest:`);
  console.log('  Python    ', slowest(long, python));
  console.log('  JavaScript', slowest(long, javaScript));
  if (otherwise.length > 0) throw new Error(`another meaning: ${JSON.stringify(otherwise[0])}`);
  const late = [...python, ...javaScript].filter(({ ms }) => ms > BOUND_MS);
  if (late.length > 0) throw new Error(`${late.length} searches took more than ${BOUND_MS} ms`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
