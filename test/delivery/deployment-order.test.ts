import { judgeOrder, type OrderQuestion } from '../../src/delivery/deployments/order';
import { NoRecord, readDeployment, readStart } from '../../src/delivery/deployments/record';

const [NEW, LAST] = ['a', 'b'].map((digit) => digit.repeat(40));

/** A push of the default branch after another one, but for what is said. */
function order(question: Partial<OrderQuestion> & { lastIsOnBranch?: boolean }): string {
  const { lastIsOnBranch = true, ...rest } = question;
  const last = { commit: LAST, isOnBranch: lastIsOnBranch, run: 1 };
  const asked = { commit: NEW, isOnBranch: true, last, toLast: 'ahead', isStartedByHand: false, ...rest } as const;
  return judgeOrder(asked).kind;
}

test.each([
  ['a push', {}, 'forward'],
  ['the same commit again', { toLast: 'identical' }, 'forward'],
  ['an older one', { toLast: 'behind' }, 'refused'],
  ['an older one by hand', { toLast: 'behind', isStartedByHand: true }, 'refused'],
  ['one beside it', { toLast: 'diverged' }, 'refused'],
  ['one that is not known any more', { toLast: 'unknown' }, 'refused'],
  ['a topic branch by hand', { toLast: 'diverged', isOnBranch: false, isStartedByHand: true }, 'forward'],
  ['a topic branch by a re-run', { toLast: 'diverged', isOnBranch: false }, 'refused'],
  ['an older topic branch by hand', { toLast: 'behind', isOnBranch: false, isStartedByHand: true }, 'refused'],
  ['the branch after a topic', { lastIsOnBranch: false, toLast: 'diverged', toMain: 'ahead' }, 'forward'],
  ['the branch after a history that is gone', { lastIsOnBranch: false, toLast: 'unknown' }, 'forward'],
  ['an old run after a topic', { lastIsOnBranch: false, toLast: 'diverged', toMain: 'behind' }, 'refused'],
  ['a re-run of what a topic holds', { lastIsOnBranch: false, toLast: 'behind', toMain: 'identical' }, 'refused'],
  [
    'what a topic holds by hand',
    { lastIsOnBranch: false, toLast: 'behind', toMain: 'identical', isStartedByHand: true },
    'forward',
  ],
  [
    'an older one than the branch had, by hand',
    { lastIsOnBranch: false, toLast: 'behind', toMain: 'behind', isStartedByHand: true },
    'refused',
  ],
] as const)('%s: %j is %s', (_name, question, expected) => {
  expect(order(question)).toBe(expected);
});

const RECORD = {
  ...{ service: 'dns', stage: 'prod', commit: NEW, run: 1, attempt: 1, time: '2026-11-01T00:00:00.000Z' },
  ...{ digest: 'f'.repeat(64), author: 'Ada', actor: 'octocat', image: 'dns:1' },
};

test('a record is read as it was written', () => {
  expect(readDeployment(JSON.stringify(RECORD), 'dns', 'prod')).toEqual(RECORD);
});

test.each([
  ['{', 'it is not JSON'],
  ['[]', 'it is no JSON object'],
  ['null', 'it is no JSON object'],
  [{ ...RECORD, stage: 'dev' }, 'it is of the stage dev of dns'],
  [{ ...RECORD, service: 'ntp' }, 'it is of the stage prod of ntp'],
  [{ ...RECORD, commit: 'abc' }, "its 'commit' is not what it has to be"],
  [{ ...RECORD, digest: `sha256:${'f'.repeat(64)}` }, "its 'digest' is not what it has to be"],
  [{ ...RECORD, digest: undefined }, "its 'digest' is not what it has to be"],
  [{ ...RECORD, run: '1' }, "its 'run' is no number of that kind"],
  [{ ...RECORD, attempt: 0 }, "its 'attempt' is no number of that kind"],
  [{ ...RECORD, author: 'x'.repeat(5000) }, "its 'author' is not what it has to be"],
])('%j is no record: %s', (content, cause) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  expect(() => readDeployment(text, 'dns', 'prod')).toThrow(new NoRecord(cause));
});

test('what was begun names its run', () => {
  expect(() => readStart('{"service":"dns"}', 'dns', 'prod')).toThrow(NoRecord);
});
