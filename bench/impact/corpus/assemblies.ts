import type { JsonObject } from '../../../src/util/json';
import type { CorpusCase, CorpusSide, CorpusStack } from './case';
import { APP_ASSET, type Loose, NEXT_APP_ASSET, serviceTemplate } from './service';

const ARTIFACT = 'prod-service';
const NESTED_HASH = 'c'.repeat(64);
const NEXT_NESTED_HASH = 'd'.repeat(64);

function service(overrides: Partial<CorpusStack> = {}, change: (resources: Loose) => void = () => {}): CorpusStack {
  const template = serviceTemplate();
  change(template.Resources);
  return { template, ...overrides };
}

function stateless(): JsonObject {
  return { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'alarms' } } } };
}

/** A parent whose nested stack holds the given resources. */
function parent(hash: string, resources: JsonObject, parameters: JsonObject = {}): CorpusSide {
  const file = 'prodserviceNested.nested.template.json';
  return {
    [ARTIFACT]: {
      template: {
        Resources: {
          Nested: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: {
              TemplateURL: {
                'Fn::Sub': `https://s3.\${AWS::Region}.\${AWS::URLSuffix}/cdk-hnb659fds-assets/${hash}.json`,
              },
              ...(Object.keys(parameters).length === 0 ? {} : { Parameters: parameters }),
            },
            Metadata: { 'aws:asset:path': file },
          },
        },
      },
      nested: { [file]: { Parameters: { Name: { Type: 'String' } }, Resources: resources } },
    },
  };
}

/** A parent whose nested template lies in a bucket and not beside it. */
function unreadParent(version: string): CorpusSide {
  const nested = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: `https://templates.s3.amazonaws.com/${version}/edge.json` },
  };
  return { [ARTIFACT]: { template: { Resources: { ...(stateless().Resources as JsonObject), Nested: nested } } } };
}

function withMacro(change: (resources: Loose) => void = () => {}): CorpusSide {
  const template = serviceTemplate();
  template.Transform = ['CompanyMacro'];
  change(template.Resources);
  return { [ARTIFACT]: { template } };
}

const ADDRESS: JsonObject = { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' }, DeletionPolicy: 'Retain' };
const BALANCER_OF_PARAMETER: JsonObject = {
  Balancer: {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: { Type: 'network', Name: { Ref: 'Name' }, Subnets: ['subnet-a'] },
  },
};

const YAML_BASE = `
AWSTemplateFormatVersion: '2010-09-09'
Description: a template as people write it
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Sub '\${AWS::StackName} clients'
      VpcId: !ImportValue network-VpcId
      SecurityGroupIngress:
        - { IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 10.0.0.0/16 }
      SecurityGroupEgress: []
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Type: network
      Scheme: internal
      SecurityGroups: [!GetAtt Group.GroupId]
      Subnets: !Split [',', !ImportValue network-Subnets]
`;

export const ASSEMBLIES: readonly CorpusCase[] = [
  {
    id: 'stack-renamed',
    title: 'stack name changes',
    level: 'loses',
    why: 'a second stack is created, the one with the load balancer is left behind',
    base: { [ARTIFACT]: service() },
    head: { [ARTIFACT]: service({ stackName: 'dns-production-service' }) },
  },
  {
    id: 'stateless-stack-renamed',
    title: 'name of a stack without address or data',
    level: 'replaces',
    why: 'everything in it is created a second time',
    base: { 'prod-alarms': { template: stateless() } },
    head: { 'prod-alarms': { template: stateless(), stackName: 'prod-alerts' } },
  },
  {
    id: 'stack-removed',
    title: 'a stack with a load balancer is no longer in the app',
    level: 'loses',
    why: 'it is destroyed or left behind',
    base: { [ARTIFACT]: service(), 'prod-alarms': { template: stateless() } },
    head: { 'prod-alarms': { template: stateless() } },
  },
  {
    id: 'stack-added',
    title: 'a stack without permissions is added',
    level: 'in-place',
    why: 'created beside the others',
    base: { [ARTIFACT]: service() },
    head: { [ARTIFACT]: service(), 'prod-alarms': { template: stateless() } },
  },
  {
    id: 'region-changed',
    title: 'the stack goes to another region',
    level: 'loses',
    why: 'a second stack with other addresses; the first is left behind',
    base: { [ARTIFACT]: service() },
    head: { [ARTIFACT]: service({ environment: 'aws://111111111111/eu-central-1' }) },
  },
  {
    id: 'artifact-renamed',
    title: 'construct ID of a stack changes, its name does not',
    level: 'none',
    why: 'to CloudFormation a stack is its name',
    base: { [ARTIFACT]: service({ stackName: 'dns-prod' }) },
    head: { ProdService: service({ stackName: 'dns-prod' }) },
  },
  {
    id: 'termination-protection-off',
    title: 'termination protection goes off',
    level: 'replaces',
    why: 'nothing stops the stack from being deleted',
    base: { [ARTIFACT]: service({ terminationProtection: true }) },
    head: { [ARTIFACT]: service({ terminationProtection: false }) },
  },
  {
    id: 'stack-tags',
    title: 'a stack tag changes',
    level: 'in-place',
    why: 'CloudFormation hands it on to the resources',
    base: { [ARTIFACT]: service({ tags: { team: 'dns' } }) },
    head: { [ARTIFACT]: service({ tags: { team: 'edge' } }) },
  },
  {
    id: 'address-to-other-stack',
    title: 'an address moves to another stack',
    level: 'loses',
    why: 'destroyed or orphaned here, another address allocated there',
    base: {
      [ARTIFACT]: { template: { Resources: { Address: ADDRESS, ...(stateless().Resources as JsonObject) } } },
      'prod-address': { template: stateless() },
    },
    head: {
      [ARTIFACT]: { template: stateless() },
      'prod-address': { template: { Resources: { Address: ADDRESS, ...(stateless().Resources as JsonObject) } } },
    },
  },
  {
    id: 'topic-to-other-stack',
    title: 'a topic moves to another stack',
    level: 'replaces',
    why: 'destroyed here, created there',
    base: {
      'prod-a': {
        template: { Resources: { Cluster: { Type: 'AWS::ECS::Cluster' }, ...(stateless().Resources as JsonObject) } },
      },
      'prod-b': { template: { Resources: { Cluster: { Type: 'AWS::ECS::Cluster' } } } },
    },
    head: {
      'prod-a': { template: { Resources: { Cluster: { Type: 'AWS::ECS::Cluster' } } } },
      'prod-b': {
        template: { Resources: { Cluster: { Type: 'AWS::ECS::Cluster' }, ...(stateless().Resources as JsonObject) } },
      },
    },
  },
  {
    id: 'asset-content',
    title: 'a file of the application changes',
    level: 'in-place',
    why: 'another image runs after the deployment',
    base: { [ARTIFACT]: service({ images: { [APP_ASSET]: { 'server.py': 'print(1)', Dockerfile: 'FROM scratch' } } }) },
    head: {
      [ARTIFACT]: service(
        { images: { [NEXT_APP_ASSET]: { 'server.py': 'print(2)', Dockerfile: 'FROM scratch' } } },
        (resources) => {
          const { Image } = resources.TaskDefinition.Properties.ContainerDefinitions[0];
          Image['Fn::Sub'] = Image['Fn::Sub'].replace(APP_ASSET, NEXT_APP_ASSET);
        },
      ),
    },
  },
  {
    id: 'nested-none',
    title: 'only the hash of a nested template changes',
    level: 'none',
    why: 'its content is the same but for metadata',
    base: parent(NESTED_HASH, { Address: ADDRESS }),
    head: parent(NEXT_NESTED_HASH, { Address: { ...ADDRESS, Metadata: { 'aws:cdk:path': 'x' } } }),
  },
  {
    id: 'nested-address',
    title: 'an address within a nested stack is removed',
    level: 'loses',
    why: 'the parent shows nothing but another template URL',
    base: parent(NESTED_HASH, { Address: ADDRESS, Topic: { Type: 'AWS::SNS::Topic' } }),
    head: parent(NEXT_NESTED_HASH, { Topic: { Type: 'AWS::SNS::Topic' } }),
  },
  {
    id: 'nested-parameter',
    title: 'a parameter of a nested stack changes',
    level: 'loses',
    why: 'it is the name of the load balancer within',
    base: parent(NESTED_HASH, BALANCER_OF_PARAMETER, { Name: 'dns-prod' }),
    head: parent(NESTED_HASH, BALANCER_OF_PARAMETER, { Name: 'dns-production' }),
  },
  {
    id: 'nested-unread',
    title: 'URL of a nested template that is not at hand',
    level: 'replaces',
    why: 'what changes within cannot be told: fail closed',
    base: unreadParent('v1'),
    head: unreadParent('v2'),
  },
  {
    id: 'nested-unread-removed',
    title: 'a nested stack that is not at hand is removed',
    level: 'loses',
    why: 'everything within is destroyed, whatever it is: fail closed',
    base: unreadParent('v1'),
    head: { [ARTIFACT]: { template: stateless() } },
  },
  {
    id: 'environment-set',
    title: 'account and region are set where none were',
    level: 'in-place',
    why: 'the very same stack, if it is the account it was deployed to',
    base: { [ARTIFACT]: service({ environment: 'aws://unknown-account/unknown-region' }) },
    head: { [ARTIFACT]: service() },
  },
  {
    id: 'environment-unset',
    title: 'account and region are no longer set',
    level: 'replaces',
    why: 'the stack goes wherever the credentials point: fail closed',
    base: { [ARTIFACT]: service() },
    head: { [ARTIFACT]: service({ environment: 'aws://unknown-account/unknown-region' }) },
  },
  {
    id: 'execution-role',
    title: 'role by which CloudFormation creates resources',
    level: 'broadens',
    why: 'it may allow more',
    base: { [ARTIFACT]: service({ executionRole: 'arn:aws:iam::111111111111:role/narrow' }) },
    head: { [ARTIFACT]: service({ executionRole: 'arn:aws:iam::111111111111:role/wide' }) },
  },
  {
    id: 'macro',
    title: 'a tag in a template that goes through a macro',
    level: 'loses',
    why: 'what the macro makes of a template with a load balancer cannot be told: fail closed',
    base: withMacro(),
    head: withMacro((resources) => {
      resources.Cluster.Properties.Tags = [{ Key: 'team', Value: 'dns' }];
    }),
  },
  {
    id: 'yaml-none',
    title: 'YAML, written in another way',
    level: 'none',
    why: 'the same template',
    base: YAML_BASE,
    head: YAML_BASE.replace('!GetAtt Group.GroupId', "{ 'Fn::GetAtt': [Group, GroupId] }").replace(
      'a template as',
      'as',
    ),
  },
  {
    id: 'yaml-scheme',
    title: 'YAML, scheme of the load balancer',
    level: 'loses',
    why: 'it is recreated',
    base: YAML_BASE,
    head: YAML_BASE.replace('Scheme: internal', 'Scheme: internet-facing'),
  },
  {
    id: 'yaml-subnets',
    title: 'YAML, list of subnets from another export',
    level: 'loses',
    why: 'whether a zone goes cannot be told: fail closed',
    base: YAML_BASE,
    head: YAML_BASE.replace('network-Subnets', 'network-PublicSubnets'),
  },
  {
    id: 'yaml-wider',
    title: 'YAML, wider client CIDR',
    level: 'broadens',
    why: 'more clients than before',
    base: YAML_BASE,
    head: YAML_BASE.replace('10.0.0.0/16', '0.0.0.0/0'),
  },
];
