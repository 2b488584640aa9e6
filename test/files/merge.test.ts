import type { Keys } from '../../src/files/manifest';
import { equal, mergeKeys } from '../../src/files/shared/merge';

const base = { name: 'echo', scripts: { build: 'b', test: 't' }, list: [1, 2] };

describe('keys', () => {
  test.each<[what: string, found: Keys, wanted: Keys, merged: Keys]>([
    ['nothing changed', base, base, base],
    [
      'the user added some',
      { ...base, mine: 1, scripts: { mine: 'm', ...base.scripts } },
      base,
      { ...base, mine: 1, scripts: { mine: 'm', ...base.scripts } },
    ],
    ['the template changed some', base, { ...base, name: 'new', list: [3] }, { ...base, name: 'new', list: [3] }],
    [
      'the template dropped one',
      base,
      { name: 'echo', scripts: { build: 'b' }, list: [1, 2] },
      { name: 'echo', scripts: { build: 'b' }, list: [1, 2] },
    ],
    ['the template dropped an object', base, { name: 'echo', list: [1, 2] }, { name: 'echo', list: [1, 2] }],
    [
      'the template dropped an object to which the user added',
      { ...base, scripts: { ...base.scripts, mine: 'm' } },
      { name: 'echo', list: [1, 2] },
      { name: 'echo', scripts: { mine: 'm' }, list: [1, 2] },
    ],
    ['both made the same change', { ...base, name: 'same' }, { ...base, name: 'same' }, { ...base, name: 'same' }],
    [
      'the user wrote first what the template writes now',
      { ...base, later: 1 },
      { ...base, later: 1 },
      { ...base, later: 1 },
    ],
    [
      'the template made an object of a value',
      base,
      { ...base, name: { first: 'e' } },
      { ...base, name: { first: 'e' } },
    ],
  ])('%s', (_what, found, wanted, merged) => {
    const result = mergeKeys([base], found, wanted);
    expect(result.conflicts).toEqual([]);
    expect(result.merged).toEqual(merged);
  });

  test.each<[what: string, found: Keys, wanted: Keys, path: string, reason: string]>([
    ['changed', { ...base, name: 'mine' }, base, 'name', 'changed'],
    ['changed on both sides', { ...base, name: 'mine' }, { ...base, name: 'new' }, 'name', 'changed'],
    ['changed within', { ...base, scripts: { build: 'mine', test: 't' } }, base, 'scripts.build', 'changed'],
    ['removed', { name: 'echo', scripts: { test: 't' }, list: [1, 2] }, base, 'scripts.build', 'removed'],
    ['a list that grew', { ...base, list: [1, 2, 3] }, base, 'list', 'changed'],
    ['of unknown origin', { ...base, later: 1 }, { ...base, later: 2 }, 'later', 'unknown'],
    ['a value in place of an object', { ...base, scripts: 'none' }, base, 'scripts', 'changed'],
  ])('a key that was %s is a conflict, and its value stays', (_what, found, wanted, path, reason) => {
    const { conflicts, merged } = mergeKeys([base], found, wanted);
    expect(conflicts.map((conflict) => [conflict.path.join('.'), conflict.reason])).toEqual([[path, reason]]);
    const at = (keys: Keys) => path.split('.').reduce<unknown>((value, key) => (value as Keys)?.[key], keys);
    expect(at(merged)).toEqual(at(found));
    expect(at(mergeKeys([base], found, wanted, { force: true }).merged)).toEqual(at(wanted));
  });

  test('a key that the template drops and the user changed is kept, and told', () => {
    const { merged, kept, conflicts } = mergeKeys([base], { ...base, name: 'mine' }, { list: [1, 2] });
    expect({ merged, kept, conflicts }).toEqual({
      merged: { name: 'mine', list: [1, 2] },
      kept: [['name']],
      conflicts: [],
    });
  });

  test('what an interrupted run may have written is the template’s as well', () => {
    const written = { ...base, name: 'interrupted', added: 1 };
    const next = { ...base, name: 'next' };
    expect(mergeKeys([base, written], written, next)).toMatchObject({ conflicts: [], merged: next });
    // it may have stopped before it wrote a key, or after it dropped one
    expect(mergeKeys([base, { name: 'x' }], { name: 'x' }, next)).toMatchObject({ conflicts: [], merged: next });
  });

  test('without a base every key is of unknown origin', () => {
    const found = { name: 'mine', other: 1 };
    expect(mergeKeys([], found, { name: 'echo' }).conflicts).toMatchObject([{ path: ['name'], reason: 'unknown' }]);
    expect(mergeKeys([], found, { name: 'mine', added: 2 })).toMatchObject({
      conflicts: [],
      merged: { ...found, added: 2 },
    });
  });

  test('the order is that of the file, and new keys stand behind the one that the template writes before them', () => {
    const found = { z: 0, b: 2, mine: 1, a: 1 };
    const wanted = { a: 1, a2: 2, b: 2, b2: 3, first: 0 };
    expect(Object.keys(mergeKeys([{ a: 1, b: 2 }], found, wanted).merged)).toEqual([
      'z',
      'b',
      'b2',
      'first',
      'mine',
      'a',
      'a2',
    ]);
  });

  test('keys with the names of an object’s own members are keys like others', () => {
    const found = JSON.parse('{"__proto__": {"mine": 1}, "constructor": 2, "toString": 3}') as Keys;
    expect(JSON.stringify(mergeKeys([{}], found, { toString: 3 }).merged)).toBe(JSON.stringify(found));
  });

  test('equality does not depend on the order of keys, but on that of a list', () => {
    expect(equal({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
    expect(equal([1, 2], [2, 1])).toBe(false);
    expect(equal({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(equal(null, {})).toBe(false);
  });
});
