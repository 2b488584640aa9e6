import type { Checks } from './checks';

const CHARACTERS = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';
const KEY = new RegExp(`^(?!aws:)${CHARACTERS}{1,128}$`, 'iu');
const VALUE = new RegExp(`^${CHARACTERS}{0,256}$`, 'u');
/** https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html#tag-conventions, less those of AWS itself. */
const MAX_TAGS = 45;

/** Tags as every service takes them: one that a single service refuses fails the whole deployment. */
export function resolveTags(tags: Readonly<Record<string, string>>, checks: Checks): Readonly<Record<string, string>> {
  for (const [key, value] of Object.entries(tags)) {
    if (!KEY.test(key)) {
      checks.refuse(
        key,
        value,
        "not a key of up to 128 letters, digits, spaces and characters of _.:/=+-@ without 'aws:' before it",
        'Give the tag another key.',
      );
    }
    checks.text(key, value, VALUE, 'up to 256 letters, digits, spaces and characters of _.:/=+-@', 'network');
  }
  if (Object.keys(tags).length > MAX_TAGS) {
    checks.refuse('', Object.keys(tags).length, `more than ${MAX_TAGS} tags`, `Give at most ${MAX_TAGS}.`);
  }
  return tags;
}
