import { Refusal } from './refusal';

/** As deep as an input may nest: far deeper than any that is meant, and no deeper than programs can follow. */
export const DEEPEST = 500;

/** As many characters as an input may have: a hundred times what CloudFormation takes. */
export const LONGEST = 100_000_000;

/** A text that cannot be used; the message says why and goes on a sentence that names the file. */
export class UnusableInput extends Refusal {}

/** Line of the first mark that a merge left where two sides disagree; `undefined` where there is none. */
export function conflictLine(text: string): number | undefined {
  // most texts have none, and nobody wants to split those into lines
  if (!text.includes('<<<<<<<') && !text.includes('>>>>>>>')) return undefined;
  const at = text.split(/\r?\n/).findIndex((line) => /^(<{7}|>{7})( |$)/.test(line));
  return at < 0 ? undefined : at + 1;
}

/**
 * How deep brackets nest in a text. Parsers follow a text of a megabyte of brackets, and what walks through their answer
 * does not.
 *
 * @param strings whether a double quote begins a string, in which brackets are none, as in JSON
 */
export function bracketDepth(text: string, strings = true): number {
  let [depth, deepest] = [0, 0];
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case 0x22: // "
        if (strings) index = endOfString(text, index);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
    }
  }
  return deepest;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== 0x22) index += text.charCodeAt(index) === 0x5c ? 2 : 1;
  return index;
}
