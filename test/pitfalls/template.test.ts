// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of Fn::Sub
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assemblyOf, type TemplateSource } from '../../src/cloudformation/evaluate/assembly';
import { evaluate, references } from '../../src/cloudformation/evaluate/evaluate';
import { Reference } from '../../src/cloudformation/evaluate/model';
import { and, not, or, type Truth } from '../../src/cloudformation/evaluate/truth';
import { isUnknown, same, step } from '../../src/cloudformation/evaluate/value';
import { readTemplates } from '../../src/cloudformation/files';
import { parseYaml } from '../../src/cloudformation/parse/yaml';
import { anyone, SecurityGroups } from '../../src/pitfalls/template/security-groups';
import type { Json } from '../../src/util/json';
import { UserError } from '../../src/util/user-error';

const source = (id: string, content: Json, environment?: string): TemplateSource => ({
  id,
  name: id,
  file: `${id}.json`,
  content,
  lines: new Map(),
  ...(environment === undefined ? {} : { environment }),
});

describe('three-valued logic', () => {
  test.each<[Truth[], Truth, Truth]>([
    [[], false, true],
    [[true, 'unknown'], true, 'unknown'],
    [[false, 'unknown'], 'unknown', false],
    [[true, false], true, false],
    [[true], true, true],
  ])('%j: or %p, and %p', (values, any, every) => {
    expect(or(values)).toBe(any);
    expect(and(values)).toBe(every);
  });
  test('the opposite of unknown is unknown', () => expect(not('unknown')).toBe('unknown'));
});

describe('evaluation', () => {
  const assembly = assemblyOf([
    source(
      'service',
      {
        Parameters: {
          Name: { Type: 'String', Default: 'dns' },
          Open: { Type: 'String' },
          Path: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' },
          List: { Type: 'CommaDelimitedList', Default: 'a, b' },
        },
        Conditions: {
          IsDns: { 'Fn::Equals': [{ Ref: 'Name' }, 'dns'] },
          IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'x'] },
          Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'IsDns' }, { Condition: 'IsOpen' }] }] },
          Both: { 'Fn::And': [{ Condition: 'IsDns' }, { Condition: 'IsOpen' }] },
        },
        Mappings: { Sizes: { dns: { Cpu: 256 } } },
        Resources: { Group: { Type: 'AWS::EC2::SecurityGroup' } },
      },
      'aws://111122223333/eu-west-1',
    ),
    source(
      'edge',
      {
        Resources: { Lb: { Type: 'X' } },
        Outputs: {
          Arn: { Value: { Ref: 'Lb' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-arn' } } },
          Open: { Value: { Ref: 'Elsewhere' } },
        },
      },
      'aws://111122223333/eu-west-1',
    ),
    source(
      'far',
      { Resources: { Lb: { Type: 'X' } }, Outputs: { Arn: { Value: 'far', Export: { Name: 'edge-arn' } } } },
      'aws://111122223333/us-east-1',
    ),
  ]);
  const template = assembly.templates[0] as (typeof assembly.templates)[number];
  const value = (node: Json) => evaluate(node, template);

  test.each<[string, Json, unknown]>([
    ['the default of a parameter', { Ref: 'Name' }, 'dns'],
    ['a list by default', { Ref: 'List' }, ['a', 'b']],
    ['the region of the environment', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['text with a parameter', { 'Fn::Sub': 'x-${Name}-${!Literal}' }, 'x-dns-${Literal}'],
    ['text with a variable of its own', { 'Fn::Sub': ['${A}', { A: 1 }] }, '1'],
    ['joined text', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }]] }, 'a-dns'],
    ['one of several', { 'Fn::Select': ['1', { 'Fn::Split': ['.', 'a.b'] }] }, 'b'],
    ['a mapping', { 'Fn::FindInMap': ['Sizes', { Ref: 'Name' }, 'Cpu'] }, 256],
    ['a condition that holds', { 'Fn::If': ['IsDns', 'yes', 'no'] }, 'yes'],
    ['a condition that does not hold', { 'Fn::If': ['Neither', 'yes', 'no'] }, 'no'],
    ['two branches alike', { 'Fn::If': ['IsOpen', 53, 53] }, 53],
    ['what is left out', { A: { Ref: 'AWS::NoValue' }, B: [1, { Ref: 'AWS::NoValue' }] }, { B: [1] }],
  ])('%s', (_name, node, expected) => expect(value(node)).toEqual(expected));

  test.each<[string, Json]>([
    ['a parameter without default', { Ref: 'Open' }],
    ['the value of an SSM parameter', { Ref: 'Path' }],
    ['the account’s partition', { Ref: 'AWS::Partition' }],
    ['text with an open part', { 'Fn::Sub': 'x-${Open}' }],
    ['an open condition', { 'Fn::If': ['Both', 1, 2] }],
    ['an import from elsewhere', { 'Fn::ImportValue': 'elsewhere' }],
    ['an output of a stack that is not at hand', { 'Fn::GetStackOutput': { StackName: 'gone', OutputName: 'Arn' } }],
    ['an output that its stack has not', { 'Fn::GetStackOutput': { StackName: 'edge', OutputName: 'Gone' } }],
    ['an output that is open itself', { 'Fn::GetStackOutput': { StackName: 'edge', OutputName: 'Open' } }],
    ['an open output', { 'Fn::GetStackOutput': { StackName: { Ref: 'Open' }, OutputName: 'Arn' } }],
    ['a function that is not known', { 'Fn::Cidr': ['10.0.0.0/16', 2] }],
    ['a macro among properties', { A: 1, 'Fn::Transform': { Name: 'x' } }],
  ])('%s stays open', (_name, node) => expect(isUnknown(value(node))).toBe(true));

  test('a reference keeps its resource, also alone in text', () => {
    const group = template.resources.get('Group');
    expect(value({ 'Fn::GetAtt': ['Group', 'GroupId'] })).toEqual(new Reference(group as never, 'GroupId'));
    expect(value({ 'Fn::Sub': '${Group.GroupId}' })).toEqual(new Reference(group as never, 'GroupId'));
  });

  test('an import takes the export of its own environment', () => {
    const imported = value({ 'Fn::ImportValue': { 'Fn::Join': ['', ['edge', '-arn']] } });
    expect(imported).toBeInstanceOf(Reference);
    expect((imported as Reference).resource.template.name).toBe('edge');
  });

  test('an output of another stack is taken by name, and by region where that is said', () => {
    const output = (StackName: string, Region?: Json) =>
      value({ 'Fn::GetStackOutput': { StackName, OutputName: 'Arn', ...(Region && { Region }) } });
    expect((output('edge', { Ref: 'AWS::Region' }) as Reference).resource.template.name).toBe('edge');
    expect(output('far')).toBe('far');
    expect(output('far', 'us-east-1')).toBe('far');
    expect(isUnknown(output('far', 'eu-west-1'))).toBe(true);
  });

  test('an open value equals itself and nothing else for sure', () => {
    expect(same(value({ Ref: 'Open' }), value({ Ref: 'Open' }))).toBe(true);
    expect(same(value({ Ref: 'Open' }), 'x')).toBe('unknown');
    expect(same(value([{ Ref: 'Group' }, 1]), value([{ Ref: 'Group' }, 1]))).toBe(true);
    expect(same(value({ A: { Ref: 'Group' } }), value({ A: { Ref: 'Open' } }))).toBe('unknown');
    expect(same(value({ A: { Ref: 'Group' }, B: 1 }), value({ A: { Ref: 'Group' } }))).toBe(false);
    const part = step(value({ Ref: 'Open' }), 'Part');
    expect(same(part, part)).toBe('unknown');
  });

  test('what refers to itself in a circle is open', () => {
    const circle = assemblyOf([
      source('one', {
        Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } },
        Resources: { Lb: { Type: 'X' } },
        Outputs: {
          X: { Value: { 'Fn::ImportValue': 'y' }, Export: { Name: 'x' } },
          Y: { Value: { 'Fn::ImportValue': 'x' }, Export: { Name: 'y' } },
          Z: { Value: 1, Export: { Name: { 'Fn::ImportValue': 'z' } } },
        },
      }),
    ]);
    const [one] = circle.templates;
    const circles: Json[] = [{ 'Fn::If': ['A', 1, 2] }, { 'Fn::ImportValue': 'x' }, { 'Fn::ImportValue': 'z' }];
    const values = circles.map((node) => evaluate(node, one as typeof template));
    expect(values.map(isUnknown)).toEqual([true, true, true]);
  });

  test('finds the references of an expression', () => {
    expect(
      references({
        A: { Ref: 'X' },
        B: [{ 'Fn::GetAtt': 'Y.Arn' }, { 'Fn::Sub': ['${Z} ${L.Name} ${!No}', { V: { Ref: 'W' } }] }],
      }),
    ).toEqual([
      { id: 'X', attribute: 'Ref' },
      { id: 'Y', attribute: 'Arn' },
      { id: 'Z', attribute: 'Ref' },
      { id: 'L', attribute: 'Name' },
      { id: 'W', attribute: 'Ref' },
    ]);
  });
});

describe('YAML', () => {
  test('short forms, also nested', () => {
    const { content } = parseYaml(
      'A: !Sub "${X}"\nB: !GetAtt R.Outputs.Y\nC: !If [Z, !Ref Q, !Ref "AWS::NoValue"]\nD: !Condition Z\n',
    );
    expect(content).toEqual({
      A: { 'Fn::Sub': '${X}' },
      B: { 'Fn::GetAtt': ['R', 'Outputs.Y'] },
      C: { 'Fn::If': ['Z', { Ref: 'Q' }, { Ref: 'AWS::NoValue' }] },
      D: { Condition: 'Z' },
    });
  });
  test('text that YAML 1.1 takes for something else', () => {
    expect(parseYaml('V: 2010-09-09\nT: 22:22\nB: yes\nN: 0123\nE:').content).toEqual({
      V: '2010-09-09',
      T: '22:22',
      B: true,
      N: 83,
      E: null,
    });
  });
  test('letters that are booleans in YAML 1.1, and logical IDs in templates', () => {
    const { content, lines } = parseYaml('Resources:\n  N: { Type: X }\n  A: { Ref: N, Of: y, Is: no }');
    expect(content).toEqual({ Resources: { N: { Type: 'X' }, A: { Ref: 'N', Of: 'y', Is: false } } });
    expect(lines.get('N')).toBe(2);
  });
  test('anchors and merges', () => {
    expect(parseYaml('A: &a { X: 1, Y: 2 }\nB: { <<: *a, Y: 3 }').content).toEqual({
      A: { X: 1, Y: 2 },
      B: { X: 1, Y: 3 },
    });
  });
  test('lines of resources', () => {
    expect(parseYaml('Resources:\n  # first\n  A:\n    Type: X\n  B: { Type: Y }').lines).toEqual(
      new Map([
        ['A', 3],
        ['B', 5],
      ]),
    );
  });
});

describe('reading', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, content: unknown): string => {
    const file = join(folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
    return file;
  };
  const TEMPLATE = { Resources: { A: { Type: 'X' }, B: { Type: 'Y' } } };

  test('a cloud assembly with an assembly inside', () => {
    const artifact = (templateFile: string, stackName: string) => ({
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile, stackName },
    });
    mkdirSync(join(folder, 'assembly-Prod'));
    write('manifest.json', {
      artifacts: {
        Dev: artifact('dev.json', 'dns-dev'),
        Prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
      },
    });
    write('assembly-Prod/manifest.json', { artifacts: { Prod: artifact('prod.json', 'dns-prod') } });
    write('dev.json', TEMPLATE);
    write('assembly-Prod/prod.json', TEMPLATE);
    expect(readTemplates([folder]).map(({ name }) => name)).toEqual(['dns-dev', 'dns-prod']);
  });

  test('lines of JSON', () => {
    expect(readTemplates([write('a.json', TEMPLATE)])[0]?.lines).toEqual(
      new Map([
        ['A', 3],
        ['B', 6],
      ]),
    );
  });

  test('what an editor of Windows has written', () => {
    const files = [
      write('a.json', `\uFEFF${JSON.stringify(TEMPLATE)}`),
      write('b.yaml', '\uFEFFResources:\r\n  A:\r\n    Type: X\r\n'),
    ];
    expect(readTemplates(files).map(({ content }) => Object.keys((content as typeof TEMPLATE).Resources))).toEqual([
      ['A', 'B'],
      ['A'],
    ]);
  });

  test('a template that is named twice is read once', () => {
    write('a.json', TEMPLATE);
    expect(readTemplates([folder, join(folder, 'a.json')])).toHaveLength(1);
  });

  test.each([
    ['nothing there', () => join(folder, 'none'), 'no such file or folder'],
    ['a folder without templates', () => folder, 'neither a cloud assembly'],
    ['broken JSON', () => write('x.json', '{ "Resources": '), 'is not JSON'],
    ['broken YAML', () => write('x.yaml', 'Resources: [}'), 'is not YAML that CloudFormation reads'],
    ['something else', () => write('x.yaml', 'a: 1'), 'not a CloudFormation template'],
    ['an empty assembly', () => dirname(write('manifest.json', { artifacts: {} })), 'holds no stack'],
  ])('refuses %s', (_name, path, message) => {
    const target = path();
    expect(() => readTemplates([target])).toThrow(UserError);
    expect(() => readTemplates([target])).toThrow(message);
  });
});

test('a rule of another environment cannot be the one that is missing', () => {
  const tasks: Json = {
    Resources: {
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'tasks' } },
    },
  };
  const rule: Json = {
    Parameters: { Group: { Type: 'String' } },
    Resources: {
      Rule: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { Ref: 'Group' }, IpProtocol: '-1' } },
    },
  };
  const admits = (environment: string): Truth => {
    const assembly = assemblyOf([source('tasks', tasks, 'aws://1/eu-west-1'), source('rule', rule, environment)]);
    const group = new Reference(assembly.ofType('AWS::EC2::SecurityGroup')[0] as never, 'GroupId');
    return new SecurityGroups(assembly).allows([group], 'ingress', 'udp', 53, anyone);
  };
  expect(admits('aws://1/eu-west-1')).toBe('unknown');
  expect(admits('aws://unknown-account/unknown-region')).toBe('unknown');
  expect(admits('aws://2/eu-west-1')).toBe(false);
});
