import { grantsOf, grownGrants } from '../../src/impact/permissions/iam';
import { grownRules, networkRulesOf } from '../../src/impact/permissions/network';
import type { JsonObject } from '../../src/util/json';

const policy = (...statements: JsonObject[]): JsonObject => ({
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: statements } },
  },
});
const allow = (Action: string | string[], Resource: JsonObject | string = '*', more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const arn = { 'Fn::GetAtt': ['Bucket', 'Arn'] };

test.each<[string, JsonObject, JsonObject, number]>([
  ['a wildcard covers what it matches', allow('s3:*'), allow(['s3:GetObject', 'S3:PutObject']), 0],
  ['and not what it does not', allow('s3:Get*'), allow('s3:PutObject'), 1],
  ['a question mark stands for one sign, not for a wildcard', allow('s3:Get?'), allow('s3:Get*'), 1],
  ['a wildcard is covered by a wider one', allow('s3:*'), allow('s3:Get*'), 0],
  ['a dot is a dot', allow('s3:GetObject', 'a.b'), allow('s3:GetObject', 'axb'), 1],
  [
    'references are followed as text',
    allow('s3:GetObject', { 'Fn::Join': ['', [arn, '/*']] }),
    allow('s3:GetObject', { 'Fn::Join': ['', [arn, '/a']] }),
    0,
  ],
  [
    'another reference is another resource',
    allow('s3:GetObject', arn),
    allow('s3:GetObject', { 'Fn::GetAtt': ['Other', 'Arn'] }),
    1,
  ],
  ['all but is covered by itself alone', allow('s3:*'), { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, 1],
  ['a condition only narrows', allow('s3:*'), allow('s3:*', '*', { Condition: { Bool: { a: 'true' } } }), 0],
  [
    'another condition may be wider',
    allow('s3:*', '*', { Condition: { Bool: { a: 'true' } } }),
    allow('s3:*', '*', { Condition: { Bool: { b: 'true' } } }),
    1,
  ],
])('%s', (_, before, after, grown) => {
  expect(grownGrants(grantsOf(policy(before)), grantsOf(policy(after)))).toHaveLength(grown);
});

test('a statement that moves from the role into a policy of it is the same permission', () => {
  const inline = {
    Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement: [allow('s3:*')] } }] } },
  };
  expect(grownGrants(grantsOf(inline), grantsOf(policy(allow('s3:GetObject'))))).toEqual([]);
});

test('a denial that goes with its identity opens nothing', () => {
  expect(grownGrants(grantsOf(policy({ ...allow('s3:*'), Effect: 'Deny' })), [])).toEqual([]);
});

const group = (rule: JsonObject): JsonObject => ({
  Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [rule], SecurityGroupEgress: [] } },
});
const rule = (more: JsonObject): JsonObject => ({
  IpProtocol: 'udp',
  FromPort: 53,
  ToPort: 53,
  CidrIp: '10.0.0.0/16',
  ...more,
});
const v6 = (cidr: string): JsonObject => ({ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIpv6: cidr });

test.each<[string, JsonObject, JsonObject, number]>([
  ['a subnet of the block', rule({}), rule({ CidrIp: '10.0.255.0/24' }), 0],
  ['a neighbour of the block', rule({}), rule({ CidrIp: '10.1.0.0/24' }), 1],
  ['the same network with a shorter prefix', rule({}), rule({ CidrIp: '10.0.0.0/15' }), 1],
  ['IPv6 within IPv6', v6('2001:db8::/32'), v6('2001:db8:1::/48'), 0],
  ['IPv6 is not within IPv4', rule({ CidrIp: '0.0.0.0/0' }), v6('::/0'), 1],
  [
    'every protocol is every port, whatever is written',
    rule({ IpProtocol: '-1', FromPort: 1, ToPort: 2 }),
    rule({}),
    0,
  ],
  ['every protocol and port covers one', { IpProtocol: '-1', CidrIp: '10.0.0.0/16' }, rule({}), 0],
  ['a protocol by its number', rule({ IpProtocol: '17' }), rule({}), 0],
  ['another protocol', rule({}), rule({ IpProtocol: 'tcp' }), 1],
  ['all ports where one was', rule({}), { IpProtocol: 'udp', CidrIp: '10.0.0.0/16' }, 1],
  ['ports as text', rule({ FromPort: '50', ToPort: '60' }), rule({}), 0],
])('%s', (_, before, after, grown) => {
  expect(grownRules(networkRulesOf(group(before)), networkRulesOf(group(after)))).toHaveLength(grown);
});

test('a rule of its own and one written in the group are the same', () => {
  const standalone = {
    Rule: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, ...rule({}) },
    },
  };
  expect(grownRules(networkRulesOf(group(rule({}))), networkRulesOf(standalone))).toEqual([]);
});
