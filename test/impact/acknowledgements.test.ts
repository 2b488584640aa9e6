import { judge, parseAcknowledgements } from '../../src/impact/acknowledgements';
import { finding } from '../../src/impact/finding';

const lost = finding({
  rule: 'identity-gone',
  level: 'loses',
  stack: 'prod',
  logicalId: 'Nlb',
  reason: 'r',
  remedy: 'm',
  detail: ['Name', 'a', 'b'],
});
const updated = finding({
  rule: 'updated',
  level: 'in-place',
  stack: 'prod',
  logicalId: 'Tg',
  reason: 'r',
  remedy: 'm',
  detail: [],
});
const entry = (fingerprint: string, expires: string) => ({ fingerprint, reason: 'agreed', expires });

test('a finding passes until the last day of its acknowledgement', () => {
  const acknowledgement = entry(lost.fingerprint, '2026-12-31');
  const onTheDay = judge([lost, updated], [acknowledgement], '2026-12-31');
  expect(onTheDay.passed).toBe(true);
  expect(onTheDay.findings[0]?.acknowledged).toEqual(acknowledgement);
  expect(onTheDay.expired).toEqual([]);

  const afterwards = judge([lost, updated], [acknowledgement], '2027-01-01');
  expect(afterwards.passed).toBe(false);
  expect(afterwards.expired).toEqual([acknowledgement]);
});

test('another fingerprint lets nothing pass and is reported', () => {
  const stranger = entry('0123456789abcdef', '2026-12-31');
  expect(judge([lost], [stranger], '2026-12-01')).toMatchObject({ passed: false, unmatched: [stranger] });
});

test('what needs no acknowledgement has none', () => {
  const superfluous = entry(updated.fingerprint, '2026-12-31');
  expect(judge([updated], [superfluous], '2026-12-01')).toMatchObject({ passed: true, unmatched: [superfluous] });
});

test.each([
  ['no JSON', '{', /is not JSON/],
  ['no list', '{}', /has no list/],
  [
    'a short fingerprint',
    '{"acknowledgements":[{"fingerprint":"12","reason":"x","expires":"2026-12-31"}]}',
    /acknowledgements\[0\]\.fingerprint/,
  ],
  [
    'no reason',
    '{"acknowledgements":[{"fingerprint":"0123456789abcdef","reason":" ","expires":"2026-12-31"}]}',
    /\.reason: is empty/,
  ],
  [
    'no such day',
    '{"acknowledgements":[{"fingerprint":"0123456789abcdef","reason":"x","expires":"2026-02-30"}]}',
    /\.expires/,
  ],
  ['no expiry', '{"acknowledgements":[{"fingerprint":"0123456789abcdef","reason":"x"}]}', /\.expires/],
])('a file with %s is refused', (_, text, message) => {
  expect(() => parseAcknowledgements(text, 'acknowledgements.json')).toThrow(message);
});

test('the fingerprint changes with the finding and not with an asset hash', () => {
  const draft = { rule: 'r', level: 'replaces', stack: 's', logicalId: 'L', reason: 'x', remedy: 'y' } as const;
  const of = (detail: string, reason = 'x') => finding({ ...draft, reason, detail }).fingerprint;
  expect(of('a')).not.toBe(of('b'));
  expect(of(`image:${'a'.repeat(64)}`)).toBe(of(`image:${'b'.repeat(64)}`));
  expect(of('a', 'said in other words')).toBe(of('a'));
});
