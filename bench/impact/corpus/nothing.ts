import type { CorpusCase } from './case';
import { pair } from './pair';

export const NOTHING: readonly CorpusCase[] = [
  pair('nothing', 'none', 'nothing changes', 'equal templates', () => {}),
  pair(
    'metadata-only',
    'none',
    'metadata of a resource and of the template',
    'CloudFormation touches no resource',
    (r, t) => {
      r.LoadBalancer.Metadata['aws:cdk:path'] = 'prod-service/Edge/LoadBalancer/Resource';
      t.Metadata['udp-service'].version = '1.1.0';
    },
  ),
  pair(
    'cdk-metadata',
    'none',
    'the CDK adds its own metadata resource',
    'it reports library versions and runs nothing',
    (r, t) => {
      r.CDKMetadata = {
        Type: 'AWS::CDK::Metadata',
        Properties: { Analytics: 'v2:deflate64:x' },
        Condition: 'CDKMetadataAvailable',
      };
      t.Conditions = { CDKMetadataAvailable: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
    },
  ),
  pair(
    'text-put-together',
    'none',
    'the same text by Fn::Join, Fn::Sub and Fn::Select',
    'CloudFormation compares what it comes to',
    (r) => {
      r.Cluster.Properties.ClusterName = { 'Fn::Sub': ['${Name}-${AWS::Region}', { Name: 'dns' }] };
      r.LoadBalancer.Properties.SubnetMappings[0].SubnetId = {
        'Fn::Select': ['0', { 'Fn::Split': [',', 'subnet-a,subnet-b'] }],
      };
      r.Service.Properties.Cluster = { 'Fn::Sub': '${Cluster}' };
    },
    (r) => {
      r.Cluster.Properties.ClusterName = { 'Fn::Join': ['-', ['dns', { Ref: 'AWS::Region' }]] };
    },
  ),
  pair(
    'policies-written-out',
    'none',
    'policies of resources written out as they are by default',
    'Delete is what absence means, and the resources exist already',
    (r) => {
      r.Cluster.DeletionPolicy = 'Delete';
      r.Cluster.UpdateReplacePolicy = 'Delete';
      r.Logs.DeletionPolicy = 'RetainExceptOnCreate';
    },
  ),
  pair('description', 'none', 'description of the template', 'a text about the stack', (_, t) => {
    t.Description = 'another text';
  }),
  pair(
    'depends-on',
    'none',
    'order of creation',
    'the order in which resources were created cannot change any more',
    (r) => {
      r.Service.DependsOn = ['Listener', 'TaskPolicy'];
    },
  ),
  pair('reordered', 'none', 'keys, tags, mappings and rules in another order', 'these lists are sets', (r) => {
    r.LoadBalancer.Properties.SubnetMappings.reverse();
    r.LoadBalancer.Properties.LoadBalancerAttributes.reverse();
    r.LoadBalancerGroup.Properties.SecurityGroupIngress.reverse();
    r.TaskPolicy.Properties.PolicyDocument.Statement[0].Action.reverse();
    r.Logs = Object.fromEntries(Object.entries(r.Logs).reverse());
  }),
  pair('number-as-text', 'none', 'a number as text', 'CloudFormation takes 53 and "53" for the same', (r) => {
    r.Listener.Properties.Port = '53';
  }),
  pair(
    'parameter-by-default',
    'none',
    'a literal becomes a parameter with that default',
    'it resolves to the same value',
    (r, t) => {
      t.Parameters.Zone = { Type: 'String', Default: 'subnet-a' };
      r.LoadBalancer.Properties.SubnetMappings[0].SubnetId = { Ref: 'Zone' };
    },
  ),
  pair(
    'decided-condition',
    'none',
    'a condition that holds is put before a resource',
    'the resource exists as before',
    (r, t) => {
      t.Conditions = { Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
      r.LoadBalancer.Condition = 'Here';
    },
  ),
];
