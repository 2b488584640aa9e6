import { bracketDepth, conflictLine, DEEPEST, LONGEST, UnusableInput } from './text-limits';

/**
 * A text of JSON that somebody else wrote; a mark at its beginning, as editors of Windows leave it, counts for nothing.
 *
 * @throws UnusableInput where it is none, is conflicted, too long or too deep
 */
export function parseJsonText(text: string): unknown {
  if (text.length > LONGEST) throw new UnusableInput(`has more than ${LONGEST} characters`);
  const line = conflictLine(text);
  if (line !== undefined) throw new UnusableInput(`holds a conflict that a merge left (line ${line})`);
  if (bracketDepth(text) > DEEPEST) throw new UnusableInput(`nests more than ${DEEPEST} levels deep`);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UnusableInput(`is not JSON (${inOneLine((error as Error).message)})`);
  }
}

/** The parser quotes the text, line breaks included. */
function inOneLine(message: string): string {
  return message.replace(/\s+/g, ' ').slice(0, 200);
}
