import { contentHash } from '../../src/files/content';
import type { ManifestFile } from '../../src/files/manifest';
import type { Outcome } from '../../src/files/outcome';
import { blockOf, END } from '../../src/files/shared/block';
import { newShared, newText, planShared, type SharedSituation } from '../../src/files/shared/plan';

const VERSION = '1.0.0';

/** What the manifest says after the template wrote a file. */
const entryFor = (path: string, rendered: string): ManifestFile => newShared({ path, rendered, version: VERSION });

/** What becomes of a file that the template wrote as `before` and that holds `text` now. */
function plan(
  path: string,
  before: string,
  text: string,
  rendered?: string,
  more: Partial<SharedSituation> = {},
): Outcome {
  return planShared({ path, entry: entryFor(path, before), text, rendered, version: '2.0.0', ...more });
}

describe('JSON', () => {
  const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  const before = json({ name: 'echo', scripts: { build: 'b' } });

  test('that nobody changed is left byte for byte, also in another form', () => {
    for (const text of [
      before,
      before.replaceAll('\n', '\r\n'),
      `\uFEFF${before}`,
      JSON.stringify(JSON.parse(before)),
    ]) {
      expect(plan('package.json', before, text, before)).toMatchObject({ kind: 'merge', text });
    }
  });

  test('keeps what the user added, in the indentation of the file', () => {
    const text = '{\n\t"name": "echo",\n\t"mine": 1,\n\t"scripts": {\n\t\t"build": "b"\n\t}\n}\n';
    expect(plan('package.json', before, text, json({ name: 'new', scripts: { build: 'b' } }))).toMatchObject({
      text: text.replace('echo', 'new'),
      entry: { class: 'shared', version: '2.0.0', written: { name: 'new', scripts: { build: 'b' } } },
    });
  });

  test('keeps the version of its last change', () => {
    expect(plan('package.json', before, before, before)).toMatchObject({ entry: { version: VERSION } });
  });

  test('stops at a key that the user changed, and is put back by force', () => {
    const text = json({ name: 'mine', scripts: { build: 'b' }, other: 1 });
    expect(plan('package.json', before, text, before)).toMatchObject({
      cause: { reason: 'keys', conflicts: [{ path: ['name'], reason: 'changed', found: 'mine', wanted: 'echo' }] },
    });
    const forced = plan('package.json', before, text, before, { force: true });
    expect(forced).toMatchObject({ text: json({ name: 'echo', scripts: { build: 'b' }, other: 1 }) });
  });

  test.each([
    ['marks of a merge', '{\n<<<<<<< HEAD\n}\n', 'it holds a conflict that a merge left (line 2)'],
    ['a list', '[]', 'it holds no object'],
    ['a key twice', '{ "name": "echo", "a": 1, "a": 2, "scripts": { "build": "b" } }', 'it has a key twice'],
    ['too many digits', '{ "name": "echo", "id": 123456789012345678901 }', 'the number 123456789012345678901 has more'],
  ])('with %s is not written anew', (_what, text, cause) => {
    const rendered = json({ name: 'new', scripts: { build: 'b' } });
    const decision = planShared({ path: 'package.json', text, rendered, version: VERSION, force: true });
    expect(decision).toEqual({
      kind: 'refuse',
      cause: { reason: 'unusable', what: expect.stringContaining(cause) },
    });
  });

  test('that is written anew by others whatever is in it is not left with what they would lose', () => {
    const text = '{ "name": "echo", "scripts": { "build": "b" }, "id": 9007199254740993 }';
    expect(plan('cdk.json', before, text, before)).toMatchObject({ kind: 'merge', text });
    expect(plan('package.json', before, text, before)).toMatchObject({ cause: { reason: 'unusable' } });
  });

  test('that is not generated any more loses the template’s keys alone', () => {
    expect(plan('cdk.json', before, before)).toEqual({ kind: 'remove' });
    expect(plan('cdk.json', before, json({ name: 'echo', scripts: { build: 'b' }, mine: 1 }))).toMatchObject({
      kind: 'merge',
      text: json({ mine: 1 }),
    });
  });

  test('that was managed until now was all the template’s', () => {
    const entry: ManifestFile = { class: 'managed', sha256: contentHash(before), version: VERSION };
    const rendered = json({ name: 'new' });
    expect(planShared({ path: 'a.json', entry, text: before, rendered, version: '2.0.0' })).toMatchObject({
      text: rendered,
    });
  });
});

describe('YAML', () => {
  const before = '# from the template\npackages:\n  - a\nnodeLinker: node-modules\n';

  test('keeps comments and keys of the user', () => {
    const text =
      '# from the template\npackages:\n  - a\nnodeLinker: node-modules\n# mine\nallowBuilds:\n  esbuild: true # why\n';
    const rendered = '# from the template\npackages:\n  - a\n  - b\nstrict: true\n';
    expect(plan('pnpm-workspace.yaml', before, text, before)).toMatchObject({ text });
    const decision = plan('pnpm-workspace.yaml', before, text, rendered);
    expect(decision).toMatchObject({ kind: 'merge' });
    const written = (decision as { text: string }).text;
    expect(written).toContain('# mine\nallowBuilds:\n  esbuild: true # why\n');
    expect(written).toContain('- b');
    expect(written).toContain('strict: true');
    expect(written).not.toContain('nodeLinker');
  });

  test('stops at a key that the user changed', () => {
    const text = before.replace('node-modules', 'pnp');
    expect(plan('.yarnrc.yml', before, text, before)).toMatchObject({
      cause: { reason: 'keys', conflicts: [{ path: ['nodeLinker'] }] },
    });
  });

  test('that cannot be read is named', () => {
    expect(plan('.yarnrc.yml', before, 'a: [', before)).toMatchObject({ cause: { reason: 'unusable' } });
    expect(plan('.yarnrc.yml', before, '- a', before)).toMatchObject({ cause: { what: 'it holds no mapping' } });
  });
});

describe('lines', () => {
  const lines = (...patterns: string[]) =>
    ['# ~~ Generated by projen. To modify, edit .projenrc.ts', ...patterns, ''].join('\n');
  const before = lines('node_modules/');
  const after = lines('node_modules/', 'cdk.out/');

  test('stand between two marks in a new file', () => {
    expect(newText('.gitignore', before)).toBe(`${before}${END}\n`);
    expect(entryFor('.gitignore', before)).toEqual({
      class: 'shared',
      sha256: contentHash(blockOf(before)),
      version: VERSION,
    });
  });

  test('of the user stay above and below', () => {
    const text = `.idea/\n${blockOf(before)}secret\n`;
    expect(plan('.gitignore', before, text, before)).toMatchObject({ text });
    expect(plan('.gitignore', before, text, after)).toMatchObject({ text: `.idea/\n${blockOf(after)}secret\n` });
  });

  test('of a file that was there before stay above those of the template', () => {
    for (const found of ['dist\n', 'dist']) {
      expect(planShared({ path: '.gitignore', text: found, rendered: before, version: VERSION })).toMatchObject({
        kind: 'merge',
        text: `dist\n${blockOf(before)}`,
      });
    }
  });

  test('of the template that were edited stop the synth, and are put back by force', () => {
    const edited = blockOf(before).replace('node_modules/', 'node_modules/\nmine');
    const unmarked = before;
    for (const text of [edited, unmarked])
      expect(plan('.gitignore', before, text, after)).toMatchObject({ cause: { reason: 'lines' } });
    expect(plan('.gitignore', before, `a\n${edited}b\n`, after, { force: true })).toMatchObject({
      text: `a\n${blockOf(after)}b\n`,
    });
  });

  test.each([
    ['its first line', (block: string) => block.slice(block.indexOf('\n') + 1)],
    ['its last line', (block: string) => block.replace(`${END}\n`, '')],
    ['both', (block: string) => block.slice(block.indexOf('\n') + 1).replace(`${END}\n`, '')],
  ])('of the template that have lost %s are put back by force, once, and lines of the user stay', (_, damage) => {
    const text = `.idea/\n${damage(blockOf(before))}secret\n`;
    expect(plan('.gitignore', before, text, after)).toMatchObject({ cause: { reason: 'lines' } });
    const whole = `.idea/\n${blockOf(after)}secret\n`;
    expect(plan('.gitignore', before, text, after, { force: true })).toMatchObject({ text: whole });
    expect(plan('.gitignore', after, whole, after)).toMatchObject({ text: whole });
  });

  test('of an interrupted run are the template’s', () => {
    const pending = [{ sha256: contentHash(blockOf(after)) }];
    expect(plan('.gitignore', before, blockOf(after), lines('other'), { pending })).toMatchObject({ kind: 'merge' });
  });

  test('are the same with the line ends of Windows', () => {
    const text = `mine\n${blockOf(before)}`.replaceAll('\n', '\r\n');
    expect(plan('.gitignore', before, text, before)).toMatchObject({ text });
  });

  test('that are not generated any more go', () => {
    expect(plan('.gitignore', before, blockOf(before))).toEqual({ kind: 'remove' });
    expect(plan('.gitignore', before, `mine\n${blockOf(before)}`)).toEqual({
      kind: 'merge',
      text: 'mine\n',
      changes: true,
      kept: [],
    });
  });
});
