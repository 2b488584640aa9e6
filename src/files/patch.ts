import type * as Diff from 'diff';

/** What the name of a kept edit ends with. */
export const PATCH = '.udp-service.patch';

/**
 * What leads from one content to another, as `git apply` takes it. Contents are bytes: whatever their encoding is, each
 * byte of them is found again.
 */
export function patchOf(path: string, from: Buffer, to: Buffer): Buffer {
  return Buffer.from(unified(path, lines(from), lines(to)), 'latin1');
}

/** The difference of two contents as people read it, at most so many lines of it. */
export function differenceOf(path: string, from: Buffer, to: Buffer, limit: number): string[] {
  if (from.includes(0) || to.includes(0)) return [`${from.length} bytes became ${to.length}, which are no text`];
  const shown = visible(unified(path, text(from), text(to)))
    .trimEnd()
    .split('\n');
  if (shown.length <= limit) return shown;
  return [...shown.slice(0, limit), `… ${shown.length - limit} more lines`];
}

function unified(path: string, from: string, to: string): string {
  // a synth that has nothing to say does not wait for the library
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = require('diff') as typeof Diff;
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, from, to, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/** Bytes as characters of the same number; a checkout with CRLF is compared as git holds it. */
function lines(content: Buffer): string {
  return lf(content.toString('latin1'));
}

function text(content: Buffer): string {
  return lf(content.toString('utf8'));
}

/** What would move the cursor of a terminal, or colour it, written out. */
function visible(content: string): string {
  return content.replace(
    /[^\P{Cc}\n\t]/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Line ends that are all CRLF are those of the checkout; a single one among others is somebody's. */
function lf(content: string): string {
  return /(?<!\r)\n/.test(content) ? content : content.replaceAll('\r\n', '\n');
}
