import { ISSUERS, START } from './issuers';
import type { Located } from './url';

/** One look at a long text tells whether any of the marks stands in it; most texts have none. */
const ANY_MARK = new RegExp(`${START}(?:${ISSUERS.flatMap(({ mark }) => mark ?? []).join('|')})`);
const UNMARKED = ISSUERS.filter(({ mark }) => mark === undefined);

/** The first credential of each issuer in a text. */
export function* issuedCredentials(text: string): Iterable<Located> {
  for (const { kind, pattern } of ANY_MARK.test(text) ? ISSUERS : UNMARKED) {
    const match = pattern.exec(text);
    if (match) yield { kind, index: match.index, length: match[0].length };
  }
}
