/**
 * What hides text from a reader, turns it round or joins what it stands between: every control, format and unassigned
 * sign, and whatever is shown as nothing at all. Signs of an emoji that is joined of several belong to them.
 */
const HIDDEN = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\ufffd]/u;
const EVERY_HIDDEN = new RegExp(HIDDEN.source, 'gu');

/** Whether a text has signs that a reader does not see; breaks of lines and tabs are none. */
export function hidesText(text: string): boolean {
  return HIDDEN.test(withoutBreaks(text));
}

/** A text without the signs that a reader does not see; tabs and breaks of lines stay. */
export function withoutHidden(text: string): string {
  return text.replace(EVERY_HIDDEN, (sign) => (sign === '\n' || sign === '\t' ? sign : ''));
}

/** Whether a text has lines with such signs that another one has not. */
export function hidesMore(before: string, after: string): boolean {
  if (!hidesText(after)) return false;
  const known = new Set(before.split('\n'));
  return after.split('\n').some((line) => hidesText(`${line}\n`) && !known.has(line));
}

function withoutBreaks(text: string): string {
  return text.replace(/\r?\n|\t/g, ' ');
}
