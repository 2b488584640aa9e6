import { assignedCredentials, headerCredentials } from './assignments';
import { commandCredentials } from './command';
import { formattedCredentials } from './formats';
import { issuedCredentials } from './issuer-matches';
import { redactionBy } from './redaction';
import { type Located, urlCredentials } from './url';

/**
 * What small programs hide by: credentials that tell themselves by their form or by the name beside them. The scanners of
 * `mask` know more kinds and are many times as large.
 */
export function* markedCredentials(text: string): Iterable<Located> {
  yield* issuedCredentials(text);
  yield* urlCredentials(text);
  yield* headerCredentials(text);
  yield* assignedCredentials(text);
  yield* formattedCredentials(text);
}

/** Longest text that is looked through. */
const LONGEST = 200_000;
/** As much of one argument as is shown: what a program is given as a document helps nobody in a message. */
const LONGEST_ARGUMENT = 300;

/** A text without the credentials that tell themselves. */
export function hideMarked(text: string): string {
  let hidden = text.slice(-LONGEST);
  // what is covered by one match may hide another; each round leaves less
  for (let round = 0; round < 20; round += 1) {
    const [first] = [...markedCredentials(hidden)].sort((left, right) => right.length - left.length);
    if (first === undefined) return hidden;
    hidden = `${hidden.slice(0, first.index)}***${hidden.slice(first.index + first.length)}`;
  }
  return '***';
}

/** What a message of a small program hides by. */
export const MARKED = redactionBy(hideMarked);

/** A command as a message shows it: no argument that is or holds a credential, and none whole that is a document. */
export function shownCommand(command: readonly string[]): string {
  const secret = new Set([...commandCredentials(command)].map(({ part }) => part));
  return command
    .map((part, index) => {
      if (secret.has(index)) return '***';
      const shown = hideMarked(part);
      return shown.length > LONGEST_ARGUMENT ? `${shown.slice(0, LONGEST_ARGUMENT)}…` : shown;
    })
    .join(' ');
}
