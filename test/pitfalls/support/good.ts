import type { Json } from '../../../src/util/json';

/** A template that a test may change as it likes. */
// biome-ignore lint/suspicious/noExplicitAny: a test breaks the template in every place, also where no type would let it.
export type Draft = any;

/** A service as it should be: no rule finds anything in it. The bad cases of the rules each break one thing of it. */
export function good(): Draft {
  return structuredClone({ Parameters: PARAMETERS, Resources: RESOURCES }) as Draft;
}

/** Leave the template as it is. */
export const unchanged = (): void => {};

/** The properties of a resource. */
export function properties(template: Draft, logicalId: string): Draft {
  return template.Resources[logicalId].Properties;
}

/** Remove resources. */
export function remove(...logicalIds: readonly string[]): (template: Draft) => void {
  return (template) => {
    for (const logicalId of logicalIds) delete template.Resources[logicalId];
  };
}

/** Set properties of a resource; `undefined` removes one. */
export function set(logicalId: string, values: Draft): (template: Draft) => void {
  return (template) => {
    Object.assign(properties(template, logicalId), values);
  };
}

/** Set an attribute of the load balancer or of the target group. */
export function setAttribute(
  logicalId: 'LoadBalancer' | 'Targets',
  key: string,
  value: Draft,
): (template: Draft) => void {
  return (template) => {
    const name = logicalId === 'Targets' ? 'TargetGroupAttributes' : 'LoadBalancerAttributes';
    const others = properties(template, logicalId)[name].filter((attribute: Draft) => attribute.Key !== key);
    properties(template, logicalId)[name] = value === undefined ? others : [...others, { Key: key, Value: value }];
  };
}

/** The container definitions: the application's, then the gate's. */
export function containers(template: Draft): Draft[] {
  return properties(template, 'Task').ContainerDefinitions;
}

/** Several changes after each other. */
export function all(...changes: readonly ((template: Draft) => void)[]): (template: Draft) => void {
  return (template) => {
    for (const change of changes) change(template);
  };
}

const PARAMETERS: Json = {
  VpcId: { Type: 'AWS::EC2::VPC::Id' },
  SubnetA: { Type: 'AWS::EC2::Subnet::Id' },
  SubnetB: { Type: 'AWS::EC2::Subnet::Id' },
};

const ref = (name: string): Json => ({ Ref: name });
const attribute = (name: string, of: string): Json => ({ 'Fn::GetAtt': [name, of] });
const group = (name: string): Json => attribute(name, 'GroupId');

const healthAlarm = (
  metric: string,
  statistic: string,
  comparison: string,
  missing: string,
  threshold: number,
): Json => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    Namespace: 'AWS/NetworkELB',
    MetricName: metric,
    Statistic: statistic,
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: threshold,
    ComparisonOperator: comparison,
    TreatMissingData: missing,
    Dimensions: [
      { Name: 'LoadBalancer', Value: attribute('LoadBalancer', 'LoadBalancerFullName') },
      { Name: 'TargetGroup', Value: attribute('Targets', 'TargetGroupFullName') },
    ],
  },
});

const rule = (direction: 'Ingress' | 'Egress', of: string, other: string, protocol: string, port: number): Json => ({
  Type: `AWS::EC2::SecurityGroup${direction}`,
  Properties: {
    GroupId: group(of),
    IpProtocol: protocol,
    FromPort: port,
    ToPort: port,
    [direction === 'Ingress' ? 'SourceSecurityGroupId' : 'DestinationSecurityGroupId']: group(other),
  },
});

const logConfiguration = (prefix: string): Json => ({
  LogDriver: 'awslogs',
  Options: {
    'awslogs-group': ref('Logs'),
    'awslogs-region': ref('AWS::Region'),
    'awslogs-stream-prefix': prefix,
    mode: 'non-blocking',
    'max-buffer-size': '10m',
  },
});

const RESOURCES: Json = {
  BalancerGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'load balancer',
      VpcId: ref('VpcId'),
      SecurityGroupIngress: [
        { IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '10.0.0.0/8' },
        { IpProtocol: 'icmp', FromPort: 3, ToPort: -1, CidrIp: '10.0.0.0/8' },
      ],
      SecurityGroupEgress: [
        { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32', Description: 'nothing else' },
      ],
    },
  },
  TaskGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'tasks',
      VpcId: ref('VpcId'),
      SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
    },
  },
  TrafficOut: rule('Egress', 'BalancerGroup', 'TaskGroup', 'udp', 1053),
  TrafficIn: rule('Ingress', 'TaskGroup', 'BalancerGroup', 'udp', 1053),
  CheckOut: rule('Egress', 'BalancerGroup', 'TaskGroup', 'tcp', 8080),
  CheckIn: rule('Ingress', 'TaskGroup', 'BalancerGroup', 'tcp', 8080),
  LoadBalancer: {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: {
      Type: 'network',
      Scheme: 'internal',
      Subnets: [ref('SubnetA'), ref('SubnetB')],
      SecurityGroups: [group('BalancerGroup')],
      LoadBalancerAttributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    },
  },
  Listener: {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: ref('LoadBalancer'),
      Port: 53,
      Protocol: 'UDP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }],
    },
  },
  Targets: {
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Properties: {
      VpcId: ref('VpcId'),
      Port: 1053,
      Protocol: 'UDP',
      TargetType: 'ip',
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: '8080',
      HealthCheckPath: '/health/53',
      TargetGroupAttributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '120' },
        { Key: 'deregistration_delay.connection_termination.enabled', Value: 'true' },
        { Key: 'stickiness.enabled', Value: 'false' },
      ],
    },
  },
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } },
  TaskRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
  Task: {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: {
      Cpu: '256',
      Memory: '512',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      TaskRoleArn: attribute('TaskRole', 'Arn'),
      ContainerDefinitions: [
        {
          Name: 'dns',
          Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/dns:1',
          Essential: true,
          ReadonlyRootFilesystem: true,
          StopTimeout: 60,
          PortMappings: [{ ContainerPort: 1053, Protocol: 'udp' }],
          LogConfiguration: logConfiguration('dns'),
        },
        {
          Name: 'gate',
          Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/gate:1',
          Command: ['python', '/gate.py'],
          PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
          LogConfiguration: logConfiguration('gate'),
        },
      ],
    },
  },
  Service: {
    Type: 'AWS::ECS::Service',
    DependsOn: ['Listener'],
    Properties: {
      Cluster: 'main',
      LaunchType: 'FARGATE',
      TaskDefinition: ref('Task'),
      DesiredCount: 2,
      HealthCheckGracePeriodSeconds: 120,
      AvailabilityZoneRebalancing: 'ENABLED',
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      LoadBalancers: [{ ContainerName: 'dns', ContainerPort: 1053, TargetGroupArn: ref('Targets') }],
      NetworkConfiguration: {
        AwsvpcConfiguration: { Subnets: [ref('SubnetA'), ref('SubnetB')], SecurityGroups: [group('TaskGroup')] },
      },
    },
  },
  Scaling: {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      MinCapacity: 2,
      MaxCapacity: 6,
      ResourceId: { 'Fn::Join': ['', ['service/main/', attribute('Service', 'Name')]] },
      ScalableDimension: 'ecs:service:DesiredCount',
      ServiceNamespace: 'ecs',
    },
  },
  ScaleOnCpu: {
    Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    Properties: {
      PolicyName: 'cpu',
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: ref('Scaling'),
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        TargetValue: 60,
        ScaleInCooldown: 300,
      },
    },
  },
  HealthyAlarm: healthAlarm('HealthyHostCount', 'Maximum', 'LessThanThreshold', 'breaching', 2),
  UnhealthyAlarm: healthAlarm('UnHealthyHostCount', 'Minimum', 'GreaterThanThreshold', 'notBreaching', 0),
  FailOpenAlarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/NetworkELB',
      MetricName: 'UnhealthyRoutingFlowCount',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'LoadBalancer', Value: attribute('LoadBalancer', 'LoadBalancerFullName') }],
    },
  },
};
