import type { DatagramProbe } from '../model/model';
import { ask, messageAuthenticatorOffset } from './exchange';
import { checkPattern, LanguageError, MAX_PAYLOAD_BYTES, MAX_STEPS, type Payload, parsePayload } from './language';

/** What is wrong with one field of a probe, and what to do about it. */
export interface ProbeProblem {
  /** Field of the probe, for example `send` or `checks.synced`. */
  readonly field: string;
  readonly value: unknown;
  readonly cause: string;
  readonly remedy: string;
}

const WORD = /^[a-z][a-z0-9-]*$/;

/** Everything that is wrong with a probe; nothing when it is good. */
export function validateProbe(probe: DatagramProbe): ProbeProblem[] {
  const problems: ProbeProblem[] = [];
  const refuse = (field: string, value: unknown, cause: string, remedy: string) =>
    problems.push({ field, value, cause, remedy });
  const attempt = <T>(field: string, value: unknown, action: () => T): T | undefined => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error;
      refuse(field, value, error.reason, error.remedy);
      return undefined;
    }
  };

  const payload = attempt('send', probe.send, () => parsePayload(probe.send));
  if (payload) {
    validateLength(probe, payload, refuse);
    let steps = attempt('expect', probe.expect, () => checkPattern(probe.expect, payload.nonces)) ?? 0;
    for (const [word, pattern] of Object.entries(probe.checks ?? {})) {
      const own = attempt(`checks.${word}`, pattern, () => checkPattern(pattern, payload.nonces)) ?? 0;
      if (steps <= MAX_STEPS && steps + own > MAX_STEPS) {
        refuse(
          `checks.${word}`,
          pattern,
          `with the patterns before it, it may take ${Math.round(steps + own)} steps for the longest datagram, and ${MAX_STEPS} are the most`,
          'Begin the patterns with ^ and bound what repeats in them, or look at less.',
        );
      }
      steps += own;
      if (!WORD.test(word) || ['ok', 'mismatch', 'authenticator'].includes(word)) {
        refuse(
          `checks.${word}`,
          word,
          'the name of a check is a word of its own',
          'Use lower-case letters, digits and hyphens.',
        );
      }
    }
    if (probe.radius && problems.length === 0 && messageAuthenticatorOffset(ask(probe).payload) < 0) {
      refuse(
        'send',
        probe.send,
        'a signed RADIUS probe needs a Message-Authenticator attribute to be filled in',
        'Add 5012 and sixteen zero bytes to the attributes.',
      );
    }
  }
  if (probe.expect === '') {
    refuse('expect', '', 'an empty pattern passes every answer', 'Say what the answer looks like, for example ^{a}.');
  }
  if (probe.sourcePort !== undefined && !isPort(probe.sourcePort)) {
    refuse('sourcePort', probe.sourcePort, 'it is no port number', 'Use a whole number from 1 to 65535.');
  }
  return problems;
}

function validateLength(
  probe: DatagramProbe,
  { bytes }: Payload,
  refuse: (field: string, value: unknown, cause: string, remedy: string) => void,
): void {
  if (bytes === 0) {
    refuse('send', probe.send, 'an empty datagram asks nothing', 'Give at least one byte.');
  }
  if (bytes > MAX_PAYLOAD_BYTES) {
    refuse(
      'send',
      probe.send,
      `it has ${bytes} bytes, and more than ${MAX_PAYLOAD_BYTES} may be split on the way`,
      'Ask a shorter question.',
    );
  }
  const { padTo } = probe;
  if (padTo !== undefined && !(Number.isInteger(padTo) && padTo >= bytes && padTo <= MAX_PAYLOAD_BYTES)) {
    refuse(
      'padTo',
      padTo,
      `the payload has ${bytes} bytes and a datagram at most ${MAX_PAYLOAD_BYTES}`,
      `Use a whole number from ${bytes} to ${MAX_PAYLOAD_BYTES}.`,
    );
  }
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65535;
}
