import { connectOnce, probeOnce, pursue } from '../../probes';
import { type Address, type Answer, pairs, type Question } from './questions';

const INTERVAL_MS = 1000;
/** As long as an answer may take. */
export const ANSWER_SECONDS = 3;

/** Asks from here, all at once. */
export function askFromHere(
  addresses: readonly Address[],
  questions: readonly Question[],
  seconds: number,
): Promise<Answer[]> {
  const deadline = performance.now() + seconds * 1000;
  const patience = { intervalMs: INTERVAL_MS, again: () => performance.now() + INTERVAL_MS <= deadline };
  return Promise.all(
    pairs(addresses, questions).map(async (pair) => ({ ...pair, ...(await pursue(() => once(pair), patience)) })),
  );
}

function once({ address: host, question }: Address & { readonly question: Question }): Promise<string> {
  const target = { host, port: question.port, timeoutMs: ANSWER_SECONDS * 1000 };
  return question.transport === 'udp' ? probeOnce(question.probe, target) : connectOnce(target);
}
