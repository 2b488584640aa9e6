import { renderTemplate, type Templates } from '../../src/util/template';

function templates(files: Readonly<Record<string, string>>): Templates {
  return (name) => {
    if (!Object.hasOwn(files, name)) throw new Error('there is no such template');
    return files[name];
  };
}

function rendered(text: string, values: object, partials: Readonly<Record<string, string>> = {}): string {
  return renderTemplate('page', values, templates({ page: text, ...partials }));
}

test('Markdown is no HTML: nothing is escaped', () => {
  const value = `<a> & "b" 'c' \`d\` {{e}} $&`;
  expect(rendered('{{value}} {{{value}}} {{&value}}', { value })).toBe(`${value} ${value} ${value}`);
});

test('lists, conditions and partials, whose lines leave none behind', () => {
  const text =
    '{{#rows}}\n| {{name}} |{{#last}} end{{/last}}\n{{/rows}}\n\n1. one\n   {{> code}}\n{{^rows}}\nnone\n{{/rows}}\n';
  const rows = [
    { name: 'a', last: false },
    { name: 'b', last: true },
  ];
  expect(rendered(text, { rows }, { code: '```sh\n{{rows.length}}\n```\n' })).toBe(
    '| a |\n| b | end\n\n1. one\n   ```sh\n   2\n   ```\n',
  );
  expect(rendered(text, { rows: [] }, { code: '' })).toBe('\n1. one\nnone\n');
});

test.each([
  ['a value', '{{nmae}}', "no value is named 'nmae'"],
  ['a value without escaping', '{{&nmae}}', "no value is named 'nmae'"],
  ['a condition', '{{#nmae}}x{{/nmae}}', "no value is named 'nmae'"],
  ['the opposite of a condition', '{{^nmae}}x{{/nmae}}', "no value is named 'nmae'"],
  ['a value of a value', '{{in.nmae}}', "no value is named 'in.nmae'"],
  ['a value of an item', '{{#list}}{{nmae}}{{/list}}', "no value is named 'nmae'"],
  ['a value that is absent', '{{absent}}', "no value is named 'absent'"],
  ['a condition where a text belongs', '{{yes}}', "the value 'yes' is no text"],
  ['a list where a text belongs', '{{list}}', "the value 'list' is no text"],
])('%s that is misspelled or missing is an error that names it', (_, text, message) => {
  const values = { name: 'n', in: { name: 'n' }, list: [{ name: 'n' }], absent: undefined, yes: true };
  expect(() => rendered(text, values)).toThrow(`page: ${message}.`);
  expect(() => rendered('{{> part}}', values, { part: text })).toThrow(`part: ${message}.`);
});

test('a partial that is not there is an error that names it', () => {
  expect(() => rendered('{{> parts/nmae}}', {})).toThrow('parts/nmae: there is no such template.');
});

test('a template that cannot be read is an error that names it', () => {
  expect(() => rendered('{{#rows}}', { rows: [] })).toThrow(/^page: Unclosed section "rows"/);
});
