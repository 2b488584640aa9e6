import type { CorpusCase } from './case';
import { pair, rename } from './pair';

export const REPLACES: readonly CorpusCase[] = [
  pair(
    'default-snapshot-removed',
    'replaces',
    'Delete is written on a database',
    'without it CloudFormation keeps a snapshot when the database is removed',
    (r) => {
      r.Database.DeletionPolicy = 'Delete';
    },
    (r) => {
      r.Database = { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql' } };
    },
  ),
  pair(
    'group-added-to-nlb',
    'replaces',
    'a security group on a load balancer created without',
    'the API refuses; only a new load balancer can have one',
    (r) => {
      r.LoadBalancer.Properties.SecurityGroups = [{ 'Fn::GetAtt': ['LoadBalancerGroup', 'GroupId'] }];
    },
    (r) => {
      delete r.LoadBalancer.Properties.SecurityGroups;
    },
  ),
  pair(
    'feature-flag-group',
    'replaces',
    'feature flag: a default group without ingress',
    'as above, and UDP would be dropped',
    (r) => {
      r.DefaultGroup = {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'Automatically created Security Group for ELB', VpcId: 'vpc-1' },
      };
      r.LoadBalancer.Properties.SecurityGroups = [{ 'Fn::GetAtt': ['DefaultGroup', 'GroupId'] }];
    },
    (r) => {
      delete r.LoadBalancer.Properties.SecurityGroups;
    },
  ),
  pair(
    'all-feature-flags',
    'replaces',
    'all recommended feature flags at once (modelled on what they add)',
    'the group on the load balancer is among what they do',
    (r) => {
      r.DefaultGroup = {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: 'Automatically created Security Group for ELB',
          VpcId: 'vpc-1',
          SecurityGroupEgress: [],
        },
      };
      r.LoadBalancer.Properties.SecurityGroups = [{ 'Fn::GetAtt': ['DefaultGroup', 'GroupId'] }];
      r.DefaultEgress = {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: {
          GroupId: { 'Fn::GetAtt': ['DefaultGroup', 'GroupId'] },
          IpProtocol: 'udp',
          FromPort: 53,
          ToPort: 53,
          CidrIp: '10.0.0.0/16',
        },
      };
      r.ExecutionPolicy = {
        Type: 'AWS::IAM::Policy',
        Properties: { ...r.TaskPolicy.Properties, PolicyName: 'ExecutionPolicy' },
      };
      r.Service.Properties.DeploymentConfiguration = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } };
    },
    (r) => {
      delete r.LoadBalancer.Properties.SecurityGroups;
    },
  ),
  pair(
    'group-removed-from-nlb',
    'replaces',
    'the security groups of a load balancer are removed',
    'not possible on a load balancer that has them',
    (r) => {
      delete r.LoadBalancer.Properties.SecurityGroups;
    },
  ),
  pair('hooks', 'replaces', 'a hook section is added', 'it acts at deployment: fail closed', (_, t) => {
    t.Hooks = { BlueGreen: { Type: 'AWS::CodeDeploy::BlueGreen', Properties: {} } };
  }),
  pair(
    'service-name',
    'replaces',
    'name of the ECS service',
    'another service is created, the old one destroyed',
    (r) => {
      r.Service.Properties.ServiceName = 'dns-production';
    },
  ),
  pair(
    'service-cluster',
    'replaces',
    'the service goes to another cluster',
    'another service is created, the old one destroyed',
    (r) => {
      r.Service.Properties.Cluster = 'shared';
      delete r.Cluster;
    },
  ),
  pair('cluster-name', 'replaces', 'name of the cluster', 'cluster and service are recreated', (r) => {
    r.Cluster.Properties.ClusterName = 'dns';
  }),
  pair('launch-type', 'replaces', 'launch type of the service', 'the service is recreated', (r) => {
    r.Service.Properties.LaunchType = 'EC2';
  }),
  pair('target-group-port', 'replaces', 'port of the target group', 'the target group is recreated', (r) => {
    r.TargetGroup.Properties.Port = 5353;
  }),
  pair('target-group-protocol', 'replaces', 'protocol of the target group', 'the target group is recreated', (r) => {
    r.TargetGroup.Properties.Protocol = 'TCP_UDP';
  }),
  pair(
    'listener-port',
    'replaces',
    'port of the listener',
    'CloudFormation updates it in place; clients lose the old port',
    (r) => {
      r.Listener.Properties.Port = 5353;
    },
  ),
  pair('listener-protocol', 'replaces', 'UDP becomes TCP', 'clients lose UDP', (r) => {
    r.Listener.Properties.Protocol = 'TCP';
  }),
  pair('listener-removed', 'replaces', 'a listener is removed', 'clients lose the port; the address stays', (r) => {
    delete r.Listener;
    r.Service.DependsOn = [];
  }),
  pair('listener-renamed', 'replaces', 'logical ID of the listener', 'it is destroyed and created', (_, t) => {
    rename(t, 'Listener', 'UdpListener');
  }),
  pair('group-description', 'replaces', 'description of a security group', 'the group is recreated', (r) => {
    r.TaskGroup.Properties.GroupDescription = 'tasks of the service';
  }),
  pair(
    'log-group-renamed',
    'replaces',
    'name of a log group with Retain',
    'a new, empty one is created; the old data is kept',
    (r) => {
      r.Logs.Properties.LogGroupName = '/dns/production';
    },
  ),
  pair(
    'log-group-orphaned',
    'replaces',
    'a log group with Retain is removed',
    'data is kept, no stack manages it',
    (r) => {
      delete r.Logs;
    },
  ),
  pair(
    'retain-removed',
    'replaces',
    'Retain of an address is removed',
    'nothing is gone yet; the next removal would be silent',
    (r) => {
      delete r.AddressA.DeletionPolicy;
      delete r.AddressA.UpdateReplacePolicy;
    },
  ),
  pair('retain-on-replace-removed', 'replaces', 'UpdateReplacePolicy of a log group is weakened', 'as above', (r) => {
    r.Logs.UpdateReplacePolicy = 'Delete';
  }),
  pair(
    'deletion-protection-off',
    'replaces',
    'deletion protection goes off',
    'nothing stops the next change from deleting it',
    (r) => {
      r.LoadBalancer.Properties.LoadBalancerAttributes[0].Value = 'false';
    },
  ),
  pair('alarm-removed', 'replaces', 'an alarm is removed', 'a resource is destroyed', (r) => {
    delete r.Alarm;
  }),
  pair('role-renamed', 'replaces', 'name of a role', 'the role is recreated', (r) => {
    r.TaskRole.Properties.RoleName = 'dns-task';
  }),
  pair('cluster-moved', 'replaces', 'logical ID of the cluster', 'destroyed and created', (_, t) => {
    rename(t, 'Cluster', 'EcsCluster');
  }),
  pair(
    'unknown-type',
    'replaces',
    'a property of an unknown type',
    'what it does cannot be told: fail closed',
    (r) => {
      r.Future.Properties.Size = 2;
    },
    (r) => {
      r.Future = { Type: 'AWS::Future::Thing', Properties: { Size: 1 } };
    },
  ),
  pair(
    'unknown-property',
    'replaces',
    'an unknown property of a known type',
    'what it does cannot be told: fail closed',
    (r) => {
      r.TargetGroup.Properties.TargetFailoverMode = 'strict';
    },
  ),
  pair(
    'custom-resource',
    'replaces',
    'a property of a custom resource',
    'its program decides at deployment',
    (r) => {
      r.Custom.Properties.Size = 2;
    },
    (r) => {
      r.Custom = {
        Type: 'Custom::Thing',
        Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:thing', Size: 1 },
      };
    },
  ),
  pair(
    'open-condition',
    'replaces',
    'a condition only known at deployment before a cluster',
    'the cluster may be destroyed',
    (r, t) => {
      t.Parameters.Own = { Type: 'String' };
      t.Conditions = { Own: { 'Fn::Equals': [{ Ref: 'Own' }, 'yes'] } };
      r.Cluster.Condition = 'Own';
    },
  ),
];
