/** A text that git left with the marks of a merge in it. */
const CONFLICT = /^<{7} .*\n[\s\S]*^={7}\r?$[\s\S]*^>{7} /m;

export function isConflicted(text: string): boolean {
  return CONFLICT.test(text);
}

/** Both sides of a text with the marks of a merge, those of git's `diff3` style included. */
export function sidesOf(text: string): readonly [ours: string, theirs: string] {
  return [sideOf(text, 'ours'), sideOf(text, 'theirs')];
}

function sideOf(text: string, side: 'ours' | 'theirs'): string {
  return text.replace(
    /^<{7} [^\n]*\n([\s\S]*?)(?:^\|{7}[^\n]*\n[\s\S]*?)?^={7}\r?\n([\s\S]*?)^>{7} [^\n]*\n/gm,
    (_conflict, ours: string, theirs: string) => (side === 'ours' ? ours : theirs),
  );
}
