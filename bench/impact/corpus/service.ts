import type { JsonObject } from '../../../src/util/json';

// biome-ignore lint/suspicious/noExplicitAny: corpus cases reach deep into templates, as escape hatches do
export type Loose = Record<string, any>;

export const APP_ASSET = 'a'.repeat(64);
export const NEXT_APP_ASSET = 'b'.repeat(64);

const image = (hash: string): JsonObject => ({
  'Fn::Sub': `\${AWS::AccountId}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/cdk-hnb659fds-container-assets-\${AWS::AccountId}-\${AWS::Region}:${hash}`,
});

/** A service as this project's repositories deploy it: fixed addresses, UDP listener, tasks on Fargate. */
export function serviceTemplate(): Loose {
  return structuredClone({
    Description: 'dns in prod',
    Metadata: { 'udp-service': { version: '1.0.0' } },
    Parameters: {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    },
    Resources: {
      AddressA: {
        Type: 'AWS::EC2::EIP',
        Properties: { Domain: 'vpc', Tags: [{ Key: 'Name', Value: 'dns-a' }] },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Metadata: { 'aws:cdk:path': 'prod-service/AddressA' },
      },
      AddressB: {
        Type: 'AWS::EC2::EIP',
        Properties: { Domain: 'vpc', Tags: [{ Key: 'Name', Value: 'dns-b' }] },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
      LoadBalancer: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        Properties: {
          Type: 'network',
          Scheme: 'internet-facing',
          IpAddressType: 'ipv4',
          SecurityGroups: [{ 'Fn::GetAtt': ['LoadBalancerGroup', 'GroupId'] }],
          SubnetMappings: [
            { SubnetId: 'subnet-a', AllocationId: { 'Fn::GetAtt': ['AddressA', 'AllocationId'] } },
            { SubnetId: 'subnet-b', AllocationId: { 'Fn::GetAtt': ['AddressB', 'AllocationId'] } },
          ],
          LoadBalancerAttributes: [
            { Key: 'deletion_protection.enabled', Value: 'true' },
            { Key: 'load_balancing.cross_zone.enabled', Value: 'true' },
          ],
        },
        Metadata: { 'aws:cdk:path': 'prod-service/LoadBalancer/Resource' },
      },
      LoadBalancerGroup: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: 'clients of the load balancer',
          VpcId: 'vpc-1',
          SecurityGroupIngress: [
            { IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '10.0.0.0/16', Description: 'clients' },
            { IpProtocol: 'udp', FromPort: 53, ToPort: 53, SourcePrefixListId: 'pl-11111111' },
          ],
          SecurityGroupEgress: [
            {
              IpProtocol: 'udp',
              FromPort: 53,
              ToPort: 53,
              DestinationSecurityGroupId: { 'Fn::GetAtt': ['TaskGroup', 'GroupId'] },
            },
          ],
        },
      },
      TaskGroup: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: 'tasks',
          VpcId: 'vpc-1',
          SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
        },
      },
      TaskIngress: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          GroupId: { 'Fn::GetAtt': ['TaskGroup', 'GroupId'] },
          IpProtocol: 'udp',
          FromPort: 53,
          ToPort: 53,
          SourceSecurityGroupId: { 'Fn::GetAtt': ['LoadBalancerGroup', 'GroupId'] },
        },
      },
      Listener: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: {
          LoadBalancerArn: { Ref: 'LoadBalancer' },
          Port: 53,
          Protocol: 'UDP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'TargetGroup' } }],
        },
      },
      TargetGroup: {
        Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        Properties: {
          Port: 53,
          Protocol: 'UDP',
          TargetType: 'ip',
          VpcId: 'vpc-1',
          HealthCheckProtocol: 'HTTP',
          HealthCheckPort: '8080',
          HealthCheckPath: '/health/53',
          HealthCheckIntervalSeconds: 10,
          TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '120' }],
        },
      },
      Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'dns-prod' } },
      Logs: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: '/dns/prod', RetentionInDays: 90 },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
      TaskRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
            ],
          },
        },
      },
      TaskPolicy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'TaskPolicy',
          Roles: [{ Ref: 'TaskRole' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::zones/*' },
              { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::zones/secret/*' },
            ],
          },
        },
      },
      TaskDefinition: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          Family: 'dns-prod',
          Cpu: '256',
          Memory: '512',
          NetworkMode: 'awsvpc',
          RequiresCompatibilities: ['FARGATE'],
          TaskRoleArn: { 'Fn::GetAtt': ['TaskRole', 'Arn'] },
          ContainerDefinitions: [
            {
              Name: 'app',
              Image: image(APP_ASSET),
              Essential: true,
              Environment: [{ Name: 'LOG_LEVEL', Value: 'info' }],
              PortMappings: [{ ContainerPort: 53, Protocol: 'udp' }],
            },
          ],
        },
      },
      Service: {
        Type: 'AWS::ECS::Service',
        Properties: {
          ServiceName: 'dns-prod',
          Cluster: { Ref: 'Cluster' },
          LaunchType: 'FARGATE',
          DesiredCount: 2,
          EnableExecuteCommand: false,
          TaskDefinition: { Ref: 'TaskDefinition' },
          LoadBalancers: [{ ContainerName: 'app', ContainerPort: 53, TargetGroupArn: { Ref: 'TargetGroup' } }],
          NetworkConfiguration: {
            AwsvpcConfiguration: {
              AssignPublicIp: 'DISABLED',
              Subnets: ['subnet-c', 'subnet-d'],
              SecurityGroups: [{ 'Fn::GetAtt': ['TaskGroup', 'GroupId'] }],
            },
          },
        },
        DependsOn: ['Listener'],
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'dns-prod-unhealthy',
          Namespace: 'AWS/NetworkELB',
          MetricName: 'UnHealthyHostCount',
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: 2,
          Threshold: 0,
        },
      },
    },
    Outputs: { Name: { Value: { 'Fn::GetAtt': ['LoadBalancer', 'DNSName'] } } },
  });
}
