import { hidesMore, hidesText, withoutHidden } from '../../src/util/hidden-text';

/** Signs that are shown as nothing, or that turn what stands beside them. */
const HIDDEN = [
  ...[0x00, 0x07, 0x0b, 0x1b, 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x17b4, 0x180b, 0x180e, 0x200b, 0x200c, 0x200d],
  ...[0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2061, 0x2064, 0x2065, 0x2066, 0x2069, 0x206f, 0x2800],
  ...[0x3164, 0xfe00, 0xfe0e, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffb, 0xfffd, 0xe000, 0x13430, 0x1bca0, 0x1d173],
  ...[0xe0001, 0xe0020, 0xe0041, 0xe007f, 0xe0100, 0xe01ef, 0xe0fff, 0x10fffd],
].map((code) => [code.toString(16), String.fromCodePoint(code)] as const);

test.each(HIDDEN)('U+%s hides text', (_code, sign) => {
  expect(hidesText(`a${sign}b`)).toBe(true);
  expect(withoutHidden(`a${sign}b`)).toBe('ab');
});

test('so do the signs that join an emoji, and a return without a new line', () => {
  expect(hidesText('👩‍💻')).toBe(true);
  expect(hidesText('evil() // \rgood()')).toBe(true);
});

test.each(['plain\ttext\n', 'two\r\nlines\r\n', 'Größe, größer: ≤ 5 µs – “so”', '日本語', '🚀', ''])(
  '%j hides nothing',
  (shown) => {
    expect(hidesText(shown)).toBe(false);
  },
);

test('what was there before may stay where it is, and hides nothing new', () => {
  expect(hidesMore('a\u200db\n', 'a\u200db\nc\n')).toBe(false);
  expect(hidesMore('a\u200db\n', 'a\u200db\nc\u200dd\n')).toBe(true);
  expect(hidesMore('', 'a\u202eb')).toBe(true);
});
