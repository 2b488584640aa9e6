import { parseContent, parseTemplate } from '../../src/cloudformation/parse/parse';
import { UserError } from '../../src/util/user-error';

/** What a value of YAML is to CloudFormation. */
const meaningOf = (yaml: string): unknown => Object(parseContent(`V: ${yaml}\n`, 'a.yaml').content).V;

test.each<[string, unknown]>([
  ['yes', true],
  ['On', true],
  ['TRUE', true],
  ['no', false],
  ['off', false],
  ["'yes'", 'yes'],
  ['y', 'y'],
  ['N', 'N'],
  ['~', null],
  ['010', 8],
  ['0x1F', 31],
  ['1_000', 1000],
  ['012345678901', '012345678901'],
  ['12345678901234567890', '12345678901234567890'],
  ['22:22', '22:22'],
  ['2012-10-17', '2012-10-17'],
  ['0o17', '0o17'],
  ['!Ref A', { Ref: 'A' }],
  ['!GetAtt A.B.C', { 'Fn::GetAtt': ['A', 'B.C'] }],
  ['!GetAtt [A, B]', { 'Fn::GetAtt': ['A', 'B'] }],
  ['!Transform {Name: x}', { 'Fn::Transform': { Name: 'x' } }],
  ['!!str yes', 'yes'],
  ['{"__proto__": {"a": 1}}', Object.fromEntries([['__proto__', { a: 1 }]])],
])('one dialect of YAML: %s', (yaml, value) => {
  expect(JSON.stringify(meaningOf(yaml))).toBe(JSON.stringify(value));
});

test('anchors and merges: what is nearest decides', () => {
  const { content } = parseContent('A: &a {X: 1, Y: 2}\nB: &b {X: 3, Z: 4}\nC: {<<: [*a, *b], Y: 5}\n', 'a.yaml');
  expect(Object(content).C).toEqual({ X: 1, Y: 5, Z: 4 });
});

test.each([
  ['at the beginning of the line', 'Description: "one,\ntwo,\nthree"\n', 'one, two, three'],
  ['in single quotes', "Description: 'it''s one,\ntwo, three'\n", "it's one, two, three"],
])('a text in quotes may go on at the indentation of its key: %s', (_, description, text) => {
  const { lines, template } = parseTemplate(`${description}Resources:\n  A: {Type: AWS::S3::Bucket}\n`, 'a.yaml');
  expect(template.Description).toBe(text);
  expect(lines.get('A')).toBe(description.split('\n').length + 1);
});

test('and so may one that is further in', () => {
  const { template } = parseTemplate('Resources:\n  A:\n    Type: "a\n    b"\n    Other: 1\n', 'a.yaml');
  expect(template.Resources).toEqual({ A: { Type: 'a b', Other: 1 } });
});

test('a quote that nothing closes is told', () => {
  expect(() => parseTemplate('A: "one\nResources:\n  B: {}\n', 'a.yaml')).toThrow('Missing closing "quote');
});

test('JSON is told by its brace and not by its name', () => {
  const text = '\uFEFF\n{"Resources": {\n"A": {"Type": "X"}}}';
  for (const name of ['a.json', 'a.yaml', 'a.template']) {
    const { lines, template } = parseTemplate(text, name);
    expect(template).toEqual({ Resources: { A: { Type: 'X' } } });
    expect(lines).toEqual(new Map([['A', 3]]));
  }
  expect(parseTemplate('Resources:\n  A: {Type: X}\n', 'a.json').template).toEqual({ Resources: { A: { Type: 'X' } } });
});

test.each([
  [
    'a function that there is not',
    'Resources:\n  A: !Nonsense b\n',
    'not YAML that CloudFormation reads (!Nonsense is no function of it, line 2)',
  ],
  ['a key that is written twice', 'Resources:\n  A: {}\n  A: {}\n', 'not YAML that CloudFormation reads'],
  ['a comma too many', '{"Resources": {},}', 'is not JSON'],
  ['no template', 'a: 1', 'has no Resources'],
  ['nothing', '', 'has no Resources'],
  ['resources in a list', 'Resources: []', 'has no Resources'],
])('refuses %s, and names the file', (_, text, message) => {
  const read = () => parseTemplate(text, 'a.yaml');
  expect(read).toThrow(UserError);
  expect(read).toThrow(/^a\.yaml: /);
  expect(read).toThrow(message);
});
