import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { tellFailure } from '../../src/cli/failure';
import { SCANNED } from '../../src/credentials/redact';
import { UserError } from '../../src/util/user-error';

const SRC = resolve(__dirname, '../../src');
const TOKEN = ['ghp', `a7${'bC3dE5fG'.repeat(4)}hi`].join('_');

/**
 * The classes of errors there are. What is for people is one class; a refusal is for the code that asked, which decides
 * what it means. A class more is a decision: extend one of these.
 */
const CLASSES: Readonly<Record<string, string>> = {
  UserError: 'Error',
  ProcessError: 'UserError',
  Refusal: 'Error',
  YamlError: 'Refusal',
  UnusableInput: 'Refusal',
  UnusableText: 'Refusal',
  UnreadableArchive: 'Refusal',
  NoRecord: 'Refusal',
  LockfileError: 'Refusal',
  Forged: 'Refusal',
  PatchError: 'Refusal',
  ReportError: 'Refusal',
  RepeatedEmptiness: 'Refusal',
  LanguageError: 'Refusal',
  OddPart: 'Refusal',
  // these end something within this package, and nobody is told of them
  TemplateError: 'Error',
  NotInflated: 'Error',
  Rendered: 'Error',
};

test('what is for people is one class of errors', () => {
  const found = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...readFileSync(join(SRC, path), 'utf8').matchAll(/class (\w+) extends (\w+)/g)])
    .map(([, name, base]) => [name, base] as const);
  const errors = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError']);
  // a class of a class of errors is one, wherever it stands
  for (let size = -1; size !== errors.size; ) {
    size = errors.size;
    for (const [name, base] of found) if (errors.has(base)) errors.add(name);
  }
  expect(Object.fromEntries(found.filter(([, base]) => errors.has(base)))).toEqual(CLASSES);
});

const ERROR = new UserError([
  { subject: '--to', value: TOKEN, cause: `is ${TOKEN}`, remedy: 'Name a run', pitfall: 'P1' },
  { subject: 'npmRegistry.token', value: 'hunter2-value', cause: 'hunter2-value is no name' },
  { subject: 'port', value: 53, cause: 'is taken', output: 'by dns', remedy: 'Give another.' },
]);

test('an error is data, and is told in one place', () => {
  expect(tellFailure(ERROR, { format: 'text', debug: false, redaction: SCANNED })).toBe(
    'error: --to ***: is *** (P1). Name a run.\nnpmRegistry.token ***: *** is no name.\nport 53: is taken\nby dns\nGive another.\n',
  );
  expect(JSON.parse(tellFailure(ERROR, { format: 'json', debug: true, redaction: SCANNED }))).toEqual({
    problems: [
      { subject: '--to', value: '***', cause: 'is ***', remedy: 'Name a run', pitfall: 'P1' },
      { subject: 'npmRegistry.token', value: '***', cause: '*** is no name' },
      { subject: 'port', value: 53, cause: 'is taken', output: 'by dns', remedy: 'Give another.' },
    ],
  });
});

test.each(['text', 'json', 'github'] as const)(
  'no secret shows as %s, nor where something else shows the error',
  (format) => {
    for (const shown of [
      tellFailure(ERROR, { format, debug: true }),
      ERROR.message,
      String(ERROR.stack),
      inspect(ERROR),
    ]) {
      expect(shown).not.toContain(TOKEN);
      expect(shown).not.toContain('hunter2');
    }
  },
);

test('several problems below a heading are a list, and an annotation each', () => {
  const listed = new UserError(
    [
      { subject: 'port', value: undefined, cause: 'is missing', remedy: 'Give it.' },
      { subject: 'a.txt', cause: 'was edited', output: '| -old\n| +new', remedy: 'take it\nor release it' },
    ],
    { heading: '2 things are wrong.' },
  );
  expect(listed.message).toBe(
    [
      '2 things are wrong.',
      '',
      '  port: (not given)',
      '    cause:  is missing',
      '    remedy: Give it.',
      '',
      '  a.txt: was edited',
      '    | -old',
      '    | +new',
      '    remedy: take it',
      '            or release it',
    ].join('\n'),
  );
  const told = tellFailure(listed, { format: 'github', debug: false });
  expect(told.split('\n').filter((line) => line.startsWith('::error title='))).toHaveLength(2);
});

test('what was below an error that is told shows by --debug alone', () => {
  const error = new UserError({ subject: 'x', cause: 'failed' }, { cause: new TypeError(`odd ${TOKEN}`) });
  expect(tellFailure(error, { format: 'text', debug: false })).toBe('error: x: failed.\n');
  const loud = tellFailure(error, { format: 'text', debug: true });
  expect(loud).toMatch(/TypeError: odd \*\*\*\n\s+at /);
});
