import { withoutHidden } from '../../../util/hidden-text';

/** A title, and the subject of a commit, hold this much with room for what is added. */
const TITLE = 120;
/** GitHub takes 65,536 characters; the rest is for what trusted code says. */
const BODY = 55_000;

/** Invisible, and between two signs it makes a name or a number none that GitHub follows. */
const BREAK = '\u200b';

const CLOSING = /\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b/gi;
const TRAILER = /\b([\w-]+-by)(?=\s*:)/gi;
const SKIP = /\[\s*(skip|no|ci|actions)([ -])/gi;

/** A text of another job in one line, as a title: nothing in it notifies, closes, credits or skips anything. */
export function safeTitle(text: string): string {
  const line = neutral(text.replace(/\s+/g, ' ').trim()).replace(/</g, '‹').replace(/>/g, '›');
  return line.length > TITLE ? `${line.slice(0, TITLE - 1)}…` : line;
}

/** A Markdown text of another job: it shows what it says, and does nothing. */
export function safeBody(text: string): string {
  const lines = neutral(withoutBreaks(text.replace(/\r\n?/g, '\n'))).split('\n');
  const body = refold(lines)
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim();
  return body.length > BODY ? `${closed(body.slice(0, BODY))}\n\n(shortened)` : body;
}

/** Line breaks and small print of the reports, which need no HTML. */
function withoutBreaks(text: string): string {
  return text.replace(/<br>/g, ' · ').replace(/<\/?sub>/g, '');
}

function neutral(text: string): string {
  return (
    withoutHidden(text)
      .replace(/(?<![A-Za-z0-9])@(?=[A-Za-z0-9_-])/g, `@${BREAK}`)
      .replace(/#(?=\d)/g, `#${BREAK}`)
      .replace(/\bGH-(?=\d)/gi, (found) => `${found}${BREAK}`)
      .replace(/\/(issues|pull|pulls|discussions)\/(?=\d)/gi, (found) => `${found}${BREAK}`)
      .replace(CLOSING, (word) => `${word[0]}${BREAK}${word.slice(1)}`)
      .replace(TRAILER, `$1${BREAK}`)
      .replace(/skip-checks/gi, `skip${BREAK}-checks`)
      .replace(SKIP, `[${BREAK}$1$2`)
      // an entity is the sign that it names
      .replace(/&(?!(?:lt|gt|amp|quot);)(?=#|[a-z])/gi, '&amp;')
      .replace(/!\[/g, '!\\[')
      .replace(/\]\(\s*<?\s*(?:javascript|data|vbscript):/gi, '](#')
  );
}

const OPEN = /^<details><summary>([^<>]{1,200})<\/summary>$/;
const CLOSE = '</details>';

/** Folded parts are written anew where they are whole; every other tag is shown. */
function refold(lines: readonly string[]): string[] {
  let depth = 0;
  const isWhole = lines.every((line) => {
    depth += OPEN.test(line) ? 1 : line === CLOSE ? -1 : 0;
    return depth >= 0 && depth <= 3;
  });
  return lines.map((line) => {
    const title = isWhole && depth === 0 ? OPEN.exec(line)?.[1] : undefined;
    if (title !== undefined) return `<details><summary>${title}</summary>`;
    if (isWhole && depth === 0 && line === CLOSE) return CLOSE;
    return line.replace(/<(?=[a-z/!?])/gi, '&lt;');
  });
}

/** A text that was cut, with what was open in it closed. */
function closed(text: string): string {
  const open = (text.match(/^<details>/gm) ?? []).length - (text.match(/^<\/details>$/gm) ?? []).length;
  const fences = (text.match(/^```/gm) ?? []).length;
  return `${text}${fences % 2 === 1 ? '\n```' : ''}${'\n\n</details>'.repeat(Math.max(0, open))}`;
}
