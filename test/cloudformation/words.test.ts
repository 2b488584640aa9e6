import type { Assembly } from '../../src/cloudformation/stack';
import { inWords } from '../../src/cloudformation/words';
import { compareAssemblies } from '../../src/impact/compare';
import type { Json } from '../../src/util/json';

const OUTPUT = { 'Fn::GetStackOutput': { StackName: 'dns-network', OutputName: 'SubnetA', Region: 'eu-west-1' } };

test.each<[Json | undefined, string]>([
  ['subnet-1', 'subnet-1'],
  [53, '53'],
  [true, 'true'],
  [undefined, 'nothing'],
  [{ Ref: 'Vpc' }, 'Ref Vpc'],
  [{ Ref: 'AWS::Region' }, 'Ref AWS::Region'],
  [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'GetAtt Role.Arn'],
  [{ 'Fn::GetAtt': 'Role.Arn' }, 'GetAtt Role.Arn'],
  [{ 'Fn::GetAtt': ['Nested', 'Outputs.Subnet'] }, 'GetAtt Nested.Outputs.Subnet'],
  [OUTPUT, 'output SubnetA of stack dns-network in eu-west-1'],
  [{ 'Fn::GetStackOutput': { StackName: { Ref: 'Name' }, OutputName: 'A' } }, 'output A of stack Ref Name'],
  [{ 'Fn::GetStackOutput': ['x'] }, 'output x of a stack'],
  [{ 'Fn::ImportValue': 'dns-vpc' }, 'export dns-vpc'],
  [{ 'Fn::ImportValue': { 'Fn::Sub': '${Env}-vpc' } }, 'export ${Env}-vpc'],
  [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::b' }, 'arn:${AWS::Partition}:s3:::b'],
  [{ 'Fn::Sub': ['${a}-x', { a: { Ref: 'B' } }] }, '${a}-x with a Ref B'],
  [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }, '/*']] }, '${B.Arn}/*'],
  [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'Ref List joined by ,'],
  [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'item 0 of the zones of the region'],
  [
    { 'Fn::Select': ['1', { 'Fn::Split': [',', OUTPUT] }] },
    'item 1 of output SubnetA of stack dns-network in eu-west-1 split at ,',
  ],
  [{ 'Fn::If': ['IsProd', 'a', { Ref: 'AWS::NoValue' }] }, 'a if condition IsProd, else Ref AWS::NoValue'],
  [{ 'Fn::If': [{ 'Fn::Equals': [{ Ref: 'E' }, 'prod'] }, 1, 2] }, '1 if Ref E equals prod, else 2'],
  [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Env' }, 'cpu'] }, 'Ref Env.cpu of mapping Sizes'],
  [{ 'Fn::FindInMap': [{ prod: { cpu: 1 } }, { Ref: 'Env' }, 'cpu'] }, 'Ref Env.cpu of a mapping'],
  [{ 'Fn::Base64': { Ref: 'Data' } }, 'Ref Data'],
  [{ 'Fn::Length': [1, 2] }, 'Length of 1, 2'],
  [[{ Ref: 'A' }, 'b'], 'Ref A, b'],
  [[], 'an empty list'],
  [{}, 'nothing'],
  [{ Prefix: 'flows/', TagFilters: [] }, 'Prefix flows/, TagFilters an empty list'],
])('%j reads %s', (value, text) => {
  expect(inWords(value)).toBe(text);
});

test('no function is told as JSON, whatever it holds', () => {
  const holes: Json[] = ['x', 1, null, [], {}, [null], { a: [{ Ref: 'B' }] }, { Ref: { Ref: 'C' } }, OUTPUT];
  const names = ['Ref', 'Condition', ...['GetAtt', 'Sub', 'Join', 'If', 'Select', 'Split', 'FindInMap', 'ImportValue']];
  const more = [
    'GetStackOutput',
    'GetAZs',
    'Cidr',
    'Base64',
    'Equals',
    'Not',
    'And',
    'Or',
    'Transform',
    'ToJsonString',
  ];
  for (const name of [...names, ...more]) {
    const call = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
    for (const hole of holes) expect(inWords({ [call]: hole })).not.toMatch(/[{"]["}]|\[object|undefined|Fn::/);
  }
});

test('a long value is cut', () => {
  expect(inWords('x'.repeat(5_000))).toHaveLength(201);
});

test('an address that a load balancer gives up is told by the output that it came from', () => {
  const assembly = (Subnets: Json[]): Assembly => ({
    kind: 'assembly',
    missing: [],
    stacks: [
      {
        id: 'dns-prod',
        name: 'dns-prod',
        file: 'dns-prod.template.json',
        template: {
          Resources: {
            Nlb: {
              Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
              Properties: { Type: 'network', Scheme: 'internal', Subnets },
            },
          },
        },
        lines: new Map(),
        tags: {},
        deployment: {},
        nested: new Set(),
        assets: new Map(),
      },
    ],
  });
  const [worst] = compareAssemblies(assembly([OUTPUT, 'subnet-b']), assembly(['subnet-b']));
  expect(worst).toMatchObject({
    level: 'loses',
    reason:
      'The load balancer gives up subnet output SubnetA of stack dns-network in eu-west-1, in place and without a warning.',
  });
});
