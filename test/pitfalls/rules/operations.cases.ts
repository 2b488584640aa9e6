// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of Fn::Sub
import { all, containers, type Draft, properties, remove, set, setAttribute, unchanged } from '../support/good';
import type { RuleCases } from '../support/rule-table';

const parameter =
  (name: string) =>
  (t: Draft): void => {
    t.Parameters[name] = { Type: 'String' };
  };
const application =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(containers(t)[0], values);
  };
const delay = (seconds: string) => setAttribute('Targets', 'deregistration_delay.timeout_seconds', seconds);
const providers = (...list: Draft[]) => set('Service', { LaunchType: undefined, CapacityProviderStrategy: list });
const deployment =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(properties(t, 'Service').DeploymentConfiguration, values);
  };
const breaker = (value: Draft) => deployment({ DeploymentCircuitBreaker: value });
const policy =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(properties(t, 'ScaleOnCpu').TargetTrackingScalingPolicyConfiguration, values);
  };
const metric = (type: string) => policy({ PredefinedMetricSpecification: { PredefinedMetricType: type } });

/** A VPC of the template's own, with one subnet for the tasks that has no way out. */
const isolated = (t: Draft): void => {
  t.Resources.Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true } };
  t.Resources.Subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } };
  t.Resources.Table = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
  t.Resources.Association = {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
  };
  t.Resources.FlowLog = { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: { Ref: 'Vpc' } } };
  properties(t, 'Service').NetworkConfiguration.AwsvpcConfiguration.Subnets = [{ Ref: 'Subnet' }];
};
const route =
  (values: Draft) =>
  (t: Draft): void => {
    t.Resources.Gateway = { Type: 'AWS::EC2::InternetGateway' };
    t.Resources.Route = {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', ...values },
    };
  };
const endpoints =
  (...names: string[]) =>
  (t: Draft): void => {
    t.Resources.EndpointGroup = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'endpoints',
        VpcId: { Ref: 'Vpc' },
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { Ref: 'TaskGroup' } },
        ],
      },
    };
    for (const name of names) {
      t.Resources[`Endpoint${name.replace('.', '')}`] = {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${name}` },
          VpcId: { Ref: 'Vpc' },
          ...(name === 's3'
            ? { VpcEndpointType: 'Gateway', RouteTableIds: [{ Ref: 'Table' }] }
            : {
                VpcEndpointType: 'Interface',
                PrivateDnsEnabled: true,
                SecurityGroupIds: [{ Ref: 'EndpointGroup' }],
              }),
        },
      };
    }
  };
/** What a task needs that pulls from ECR and writes to CloudWatch Logs. */
const enough = all(isolated, endpoints('ecr.api', 'ecr.dkr', 's3', 'logs'));
const secret = (source: Draft) => application({ Secrets: [{ Name: 'KEY', ValueFrom: source }] });
const EXEC_STATEMENT = { Effect: 'Allow', Action: ['ssmmessages:*'], Resource: '*' };
const exec = all(set('Service', { EnableExecuteCommand: true }), application({ ReadonlyRootFilesystem: false }));
const mayExec = set('TaskRole', {
  Policies: [{ PolicyName: 'exec', PolicyDocument: { Statement: [EXEC_STATEMENT] } }],
});
/** A policy of its own with one statement, attached to the role of the task. */
const attached =
  (statement: Draft) =>
  (t: Draft): void => {
    t.Resources.Permissions = {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'TaskRole' }], PolicyDocument: { Statement: statement } },
    };
  };
/** A cluster of the template's own, which says where tasks run. */
const cluster =
  (...strategy: Draft[]) =>
  (t: Draft): void => {
    t.Resources.Cluster = { Type: 'AWS::ECS::Cluster', Properties: { DefaultCapacityProviderStrategy: strategy } };
    set('Service', { Cluster: { Ref: 'Cluster' }, LaunchType: undefined })(t);
  };
const createdVpc = all(isolated, set('LoadBalancer', { Subnets: [{ Ref: 'Subnet' }] }));

export const operationCases: Readonly<Record<string, RuleCases>> = {
  P12: {
    valid: {
      'time enough': unchanged,
      'a short delay with a long stop': all(delay('30'), application({ StopTimeout: 60 })),
      'nothing said': all(application({ StopTimeout: undefined }), (t) => {
        delete properties(t, 'Targets').TargetGroupAttributes;
      }),
      'as long as an instance likes': all(
        set('Service', { LaunchType: 'EC2' }),
        set('Task', { RequiresCompatibilities: ['EC2', 'FARGATE'] }),
        application({ StopTimeout: 300 }),
      ),
      'an open delay': all(
        parameter('Delay'),
        setAttribute('Targets', 'deregistration_delay.timeout_seconds', { Ref: 'Delay' }),
      ),
    },
    invalid: {
      'over too soon': [all(delay('10'), application({ StopTimeout: 30 })), 'warning Targets'],
      'over too soon by default': [all(delay('30'), application({ StopTimeout: undefined })), 'warning Targets'],
      'longer than Fargate takes': [application({ StopTimeout: 300 }), 'error Task'],
    },
  },
  P13: {
    valid: {
      'on demand': unchanged,
      'Spot above a base': providers(
        { CapacityProvider: 'FARGATE', Base: 2, Weight: 1 },
        { CapacityProvider: 'FARGATE_SPOT', Weight: 3 },
      ),
      'Spot above a base by the cluster': cluster(
        { CapacityProvider: 'FARGATE', Base: 1 },
        { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
      ),
      'on demand in a cluster of Spot': all(
        cluster({ CapacityProvider: 'FARGATE_SPOT' }),
        set('Service', { LaunchType: 'FARGATE' }),
      ),
      'an open base': all(
        parameter('Base'),
        providers({ CapacityProvider: 'FARGATE', Base: { Ref: 'Base' } }, { CapacityProvider: 'FARGATE_SPOT' }),
      ),
    },
    invalid: {
      'Spot alone': [providers({ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }), 'warning Service'],
      'Spot by the cluster': [cluster({ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }), 'warning Service'],
      'Spot by what the cluster is associated with': [
        all(cluster(), (t) => {
          delete properties(t, 'Cluster').DefaultCapacityProviderStrategy;
          t.Resources.Association = {
            Type: 'AWS::ECS::ClusterCapacityProviderAssociations',
            Properties: {
              Cluster: { Ref: 'Cluster' },
              DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
            },
          };
        }),
        'warning Service',
      ],
      'Spot without a base': [
        providers({ CapacityProvider: 'FARGATE', Weight: 1 }, { CapacityProvider: 'FARGATE_SPOT', Weight: 3 }),
        'warning Service',
      ],
    },
  },
  P35: {
    valid: {
      'waits for the listener': unchanged,
      'waits by a string': (t) => {
        t.Resources.Service.DependsOn = 'Listener';
      },
      'waits through something else': (t) => {
        t.Resources.Service.DependsOn = 'Scaled';
        t.Resources.Scaled = { Type: 'X', DependsOn: 'Listener' };
      },
      'a target group for a listener elsewhere': all(remove('Listener'), (t) => {
        t.Resources.Service.DependsOn = [];
        t.Outputs = { Targets: { Value: { Ref: 'Targets' } } };
      }),
      'a target group that a nested stack is given which is not at hand': all(remove('Listener'), (t) => {
        t.Resources.Service.DependsOn = ['Listeners'];
        t.Resources.Listeners = {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'https://x/y', Parameters: { Targets: { Ref: 'Targets' } } },
        };
      }),
      'instances behind a bridge': all(
        set('Task', { NetworkMode: 'bridge' }),
        set('Targets', { TargetType: 'instance' }),
      ),
    },
    invalid: {
      'addresses behind a bridge': [set('Task', { NetworkMode: 'bridge' }), 'error Targets'],
      'addresses behind a bridge that is not said': [
        all(
          set('Service', { LaunchType: 'EC2' }),
          set('Task', { NetworkMode: undefined, RequiresCompatibilities: ['EC2'] }),
        ),
        'error Targets',
      ],
      'does not wait': [
        (t) => {
          delete t.Resources.Service.DependsOn;
        },
        'error Service',
      ],
      'no listener': [
        all(remove('Listener'), (t) => {
          delete t.Resources.Service.DependsOn;
        }),
        'error Targets',
      ],
      'targets by instance': [set('Targets', { TargetType: undefined }), 'error Targets'],
    },
  },
  P36: {
    valid: {
      'a circuit breaker': unchanged,
      'deployment alarms instead': all(
        breaker(undefined),
        deployment({ Alarms: { Enable: true, Rollback: true, AlarmNames: ['x'] } }),
      ),
      'another controller': all(breaker(undefined), set('Service', { DeploymentController: { Type: 'CODE_DEPLOY' } })),
      'an open setting': all(parameter('Breaker'), breaker({ Enable: { Ref: 'Breaker' }, Rollback: true })),
    },
    invalid: {
      'no circuit breaker': [breaker(undefined), 'warning Service'],
      'turned off': [breaker({ Enable: false, Rollback: false }), 'warning Service'],
      'no rollback': [breaker({ Enable: true, Rollback: false }), 'advice Service'],
      'a short grace period': [set('Service', { HealthCheckGracePeriodSeconds: 60 }), 'advice Service'],
      'no grace period': [set('Service', { HealthCheckGracePeriodSeconds: undefined }), 'advice Service'],
    },
  },
  P37: {
    valid: {
      '100 and 200': unchanged,
      'nothing said': set('Service', { DeploymentConfiguration: undefined }),
      'half of one task': all(deployment({ MinimumHealthyPercent: 50 }), set('Scaling', { MinCapacity: 1 })),
      'an open number of tasks': all(
        parameter('Tasks'),
        deployment({ MinimumHealthyPercent: 50 }),
        set('Scaling', { MinCapacity: { Ref: 'Tasks' } }),
      ),
    },
    invalid: {
      half: [deployment({ MinimumHealthyPercent: 50 }), 'warning Service'],
      'no room, with rebalancing': [deployment({ MaximumPercent: 100 }), 'error Service'],
      'no room': [
        all(deployment({ MaximumPercent: 100 }), set('Service', { AvailabilityZoneRebalancing: 'DISABLED' })),
        'error Service',
      ],
    },
  },
  P44: {
    valid: { 'not said': unchanged, rolling: deployment({ Strategy: 'ROLLING' }) },
    invalid: { 'blue/green': [deployment({ Strategy: 'BLUE_GREEN' }), 'advice Service'] },
  },
  P49: {
    valid: { 'one service': unchanged },
    invalid: {
      'two services': [
        (t) => {
          t.Resources.Canary = structuredClone(t.Resources.Service);
        },
        'error Canary',
      ],
    },
  },
  P28: {
    valid: {
      CPU: unchanged,
      packets: policy({
        PredefinedMetricSpecification: undefined,
        CustomizedMetricSpecification: { Namespace: 'AWS/NetworkELB', MetricName: 'PeakPacketsPerSecond' },
      }),
      'memory beside CPU': (t) => {
        t.Resources.ScaleOnMemory = structuredClone(t.Resources.ScaleOnCpu);
        properties(
          t,
          'ScaleOnMemory',
        ).TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType =
          'ECSServiceAverageMemoryUtilization';
      },
    },
    invalid: {
      'requests of an Application Load Balancer': [metric('ALBRequestCountPerTarget'), 'error ScaleOnCpu'],
      'a metric of an Application Load Balancer': [
        policy({
          PredefinedMetricSpecification: undefined,
          CustomizedMetricSpecification: { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount' },
        }),
        'error ScaleOnCpu',
      ],
      'flows without filling': [
        policy({
          PredefinedMetricSpecification: undefined,
          CustomizedMetricSpecification: { MetricName: 'ActiveFlowCount_UDP' },
        }),
        'warning ScaleOnCpu',
      ],
      'memory alone': [metric('ECSServiceAverageMemoryUtilization'), 'warning ScaleOnCpu'],
    },
  },
  P29: {
    valid: { early: unchanged, 'by default': policy({ ScaleInCooldown: undefined }) },
    invalid: {
      'in too soon': [policy({ ScaleInCooldown: 60 }), 'advice ScaleOnCpu'],
      'out too late': [policy({ TargetValue: 90 }), 'advice ScaleOnCpu'],
    },
  },
  P30: {
    valid: {
      'as they should be': unchanged,
      'an alarm of another service': (t) => {
        t.Resources.Other = {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: { Namespace: 'AWS/SQS', MetricName: 'NewFlowCount_UDP', ComparisonOperator: 'LessThanThreshold' },
        };
      },
      'gaps that are filled': (t) => {
        t.Resources.FailOpenAlarm.Properties = {
          ComparisonOperator: 'LessThanThreshold',
          Metrics: [
            {
              Id: 'flows',
              MetricStat: {
                Metric: { Namespace: 'AWS/NetworkELB', MetricName: 'NewFlowCount_UDP' },
                Stat: 'Sum',
                Period: 60,
              },
              ReturnData: false,
            },
            { Id: 'filled', Expression: 'FILL(flows, 0)' },
          ],
        };
      },
      'a dimension that is cut out of the ARN': (t) => {
        properties(t, 'FailOpenAlarm').Dimensions[0].Value = {
          'Fn::Select': [1, { 'Fn::Split': ['loadbalancer/', { Ref: 'LoadBalancer' }] }],
        };
      },
      'an alarm of an Application Load Balancer beside it': (t) => {
        t.Resources.Web = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Type: 'application' } };
        t.Resources.WebAlarm = structuredClone(t.Resources.FailOpenAlarm);
        set('WebAlarm', {
          Namespace: 'AWS/ApplicationELB',
          Dimensions: [{ Name: 'LoadBalancer', Value: { 'Fn::GetAtt': ['Web', 'LoadBalancerFullName'] } }],
        })(t);
      },
      'an open statistic': all(parameter('Statistic'), set('HealthyAlarm', { Statistic: { Ref: 'Statistic' } })),
    },
    invalid: {
      'stuck without data': [set('FailOpenAlarm', { TreatMissingData: undefined }), 'warning FailOpenAlarm'],
      'low traffic that never fires': [
        set('FailOpenAlarm', { MetricName: 'NewFlowCount_UDP', ComparisonOperator: 'LessThanThreshold', Threshold: 1 }),
        'warning FailOpenAlarm',
      ],
      'an average of health': [set('HealthyAlarm', { Statistic: 'Average' }), 'warning HealthyAlarm'],
      'the other extreme': [set('UnhealthyAlarm', { Statistic: 'Maximum' }), 'advice UnhealthyAlarm'],
      'one dimension': [
        (t) => {
          properties(t, 'HealthyAlarm').Dimensions.pop();
        },
        'warning HealthyAlarm',
      ],
      'no target counts as good': [set('HealthyAlarm', { TreatMissingData: 'notBreaching' }), 'warning HealthyAlarm'],
      'the ARN as a dimension': [
        (t) => {
          properties(t, 'FailOpenAlarm').Dimensions[0].Value = { Ref: 'LoadBalancer' };
        },
        'error FailOpenAlarm',
      ],
      'the namespace of Application Load Balancers': [
        set('HealthyAlarm', { Namespace: 'AWS/ApplicationELB' }),
        'error HealthyAlarm',
      ],
      'a metric that nobody publishes': [
        set('FailOpenAlarm', { MetricName: 'RejectedFlowCount_UDP' }),
        'error FailOpenAlarm',
      ],
    },
  },
  P43: {
    valid: {
      'no circle': unchanged,
      'an alarm of the load balancer': deployment({ Alarms: { Enable: true, AlarmNames: [{ Ref: 'HealthyAlarm' }] } }),
    },
    invalid: {
      'an alarm of the service': [
        all(deployment({ Alarms: { Enable: true, AlarmNames: [{ Ref: 'CpuAlarm' }] } }), (t) => {
          t.Resources.CpuAlarm = {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: { Dimensions: [{ Name: 'ServiceName', Value: { 'Fn::GetAtt': ['Service', 'Name'] } }] },
          };
        }),
        'error Service',
      ],
    },
  },
  P31: {
    valid: {
      'no access logs': unchanged,
      'access logs of TLS': all(setAttribute('LoadBalancer', 'access_logs.s3.enabled', 'true'), (t) => {
        t.Resources.Tls = structuredClone(t.Resources.Listener);
        set('Tls', { Port: 853, Protocol: 'TLS' })(t);
      }),
      'flow logs': createdVpc,
      'a VPC that another stack may log': all(createdVpc, remove('FlowLog'), (t) => {
        t.Outputs = { Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } };
      }),
    },
    invalid: {
      'access logs without TLS': [
        setAttribute('LoadBalancer', 'access_logs.s3.enabled', 'true'),
        'warning LoadBalancer',
      ],
      'no flow logs': [all(createdVpc, remove('FlowLog')), 'advice Vpc'],
    },
  },
  P41: {
    valid: {
      'the mode is said': unchanged,
      'another driver': application({ LogConfiguration: { LogDriver: 'awsfirelens' } }),
    },
    invalid: {
      'the mode is open': [
        (t) => {
          delete containers(t)[0].LogConfiguration.Options.mode;
        },
        'advice Task',
      ],
      'no logs': [application({ LogConfiguration: undefined }), 'warning Task'],
    },
  },
  P38: {
    valid: {
      'an existing network': unchanged,
      'a NAT gateway': all(isolated, route({ NatGatewayId: 'nat-1' })),
      'a public address': all(isolated, route({ GatewayId: { Ref: 'Gateway' } }), (t) => {
        properties(t, 'Service').NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED';
      }),
      endpoints: enough,
      'endpoints that other names lead to': all(enough, set('Endpointlogs', { PrivateDnsEnabled: false }), (t) => {
        t.Resources.Zone = { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'logs.eu-west-1.amazonaws.com' } };
      }),
      'endpoints with an open group': all(
        enough,
        parameter('Group'),
        set('Endpointlogs', { SecurityGroupIds: [{ Ref: 'Group' }] }),
      ),
      'endpoints whose group admits the VPC': all(
        enough,
        set('EndpointGroup', { SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }] }),
      ),
      'an endpoint for the secrets': all(
        enough,
        endpoints('secretsmanager'),
        secret('arn:aws:secretsmanager:eu-west-1:111122223333:secret:key'),
      ),
      'logs that go elsewhere': all(isolated, endpoints('ecr.api', 'ecr.dkr', 's3'), (t) => {
        for (const container of containers(t)) container.LogConfiguration = { LogDriver: 'awsfirelens' };
      }),
      'the main route table': all(isolated, remove('Association')),
      'a transit gateway': all(isolated, route({ TransitGatewayId: 'tgw-1' })),
      'a route to where the endpoints may be': all(
        isolated,
        route({ TransitGatewayId: 'tgw-1', DestinationCidrBlock: '10.0.0.0/8' }),
      ),
      'a network that another stack may add endpoints to': all(isolated, (t) => {
        t.Outputs = { Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } };
      }),
      'tasks on instances, which pull by themselves': all(
        set('Service', { LaunchType: 'EC2' }),
        set('Task', { RequiresCompatibilities: ['EC2'] }),
        set('TaskGroup', {
          SecurityGroupEgress: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '10.0.0.2/32' }],
        }),
      ),
      'https out alone': set('TaskGroup', {
        SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
      }),
    },
    invalid: {
      'no way at all': [isolated, 'error Service'],
      'an endpoint too few': [all(isolated, endpoints('ecr.api', 's3', 'logs')), 'error Service'],
      'a public registry': [all(enough, application({ Image: 'public.ecr.aws/x/y:1' })), 'error Service'],
      'no endpoint for the logs': [all(isolated, endpoints('ecr.api', 'ecr.dkr', 's3')), 'error Service'],
      'no endpoint for a secret': [
        all(enough, secret({ 'Fn::Sub': 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/key' })),
        'error Service',
      ],
      'no endpoint for a secret of the template': [
        all(enough, secret({ Ref: 'Key' }), (t) => {
          t.Resources.Key = { Type: 'AWS::SecretsManager::Secret' };
        }),
        'error Service',
      ],
      'endpoints of another VPC': [
        all(enough, (t) => {
          t.Resources.OtherVpc = structuredClone(t.Resources.Vpc);
          set('Endpointecrapi', { VpcId: { Ref: 'OtherVpc' } })(t);
        }),
        'error Service',
      ],
      'an endpoint that admits no task': [
        all(
          enough,
          set('EndpointGroup', {
            SecurityGroupIngress: [
              { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { Ref: 'BalancerGroup' } },
            ],
          }),
        ),
        'error Endpointecrapi',
        'error Endpointecrdkr',
        'error Endpointlogs',
      ],
      'an endpoint without its name': [
        all(enough, set('Endpointecrdkr', { PrivateDnsEnabled: false })),
        'error Endpointecrdkr',
      ],
      'names that the VPC does not allow': [
        all(isolated, endpoints('ecr.api', 's3'), set('Vpc', { EnableDnsHostnames: undefined }), (t) => {
          for (const container of containers(t)) container.LogConfiguration = { LogDriver: 'awsfirelens' };
          endpoints('ecr.dkr')(t);
        }),
        'error Endpointecrapi',
        'error Endpointecrdkr',
      ],
      'a gateway endpoint in another route table': [
        all(enough, (t) => {
          t.Resources.OtherTable = structuredClone(t.Resources.Table);
          set('Endpoints3', { RouteTableIds: [{ Ref: 'OtherTable' }] })(t);
        }),
        'error Endpoints3',
      ],
      'a public subnet without a public address': [
        all(isolated, route({ GatewayId: { Ref: 'Gateway' } })),
        'error Service',
      ],
      'nothing out': [
        set('TaskGroup', {
          SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }],
        }),
        'error Service',
      ],
    },
  },
  P39: {
    valid: {
      ECR: unchanged,
      'another registry': application({ Image: 'ghcr.io/owner/image:1' }),
      credentials: application({ Image: 'owner/image', RepositoryCredentials: { CredentialsParameter: 'arn' } }),
      'an open name': all(parameter('Image'), application({ Image: { Ref: 'Image' } })),
      'a part of a name': application({
        Image: { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/nginx' },
      }),
    },
    invalid: {
      'an official image': [application({ Image: 'coredns:1.12' }), 'warning Task'],
      'an image of somebody': [application({ Image: 'coredns/coredns:1.12' }), 'warning Task'],
      'with the host': [application({ Image: 'docker.io/coredns/coredns' }), 'warning Task'],
    },
  },
  P40: {
    valid: {
      off: unchanged,
      'a writable root': all(exec, mayExec),
      'a read-only sidecar': all(exec, mayExec, (t) => {
        containers(t)[1].ReadonlyRootFilesystem = true;
      }),
      'a policy of its own': all(exec, attached([{ Effect: 'Allow', Action: 'ssmmessages:Create*', Resource: '*' }])),
      'a managed policy that cannot be seen': all(
        exec,
        set('TaskRole', { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/tasks'] }),
      ),
      'an open statement': all(exec, parameter('Action'), attached({ Effect: 'Allow', Action: { Ref: 'Action' } })),
      'a role that another stack may add to': all(exec, (t) => {
        t.Outputs = { Role: { Value: { Ref: 'TaskRole' }, Export: { Name: 'role' } } };
      }),
    },
    invalid: {
      'a read-only root': [all(mayExec, set('Service', { EnableExecuteCommand: 'true' })), 'error Service'],
      'no task role': [all(exec, set('Task', { TaskRoleArn: undefined })), 'error Service'],
      'a role that may not': [exec, 'error Service'],
      'a role that may do something else': [
        all(exec, attached({ Effect: 'Allow', Action: ['s3:*', 'ssm:*'], Resource: '*' })),
        'error Service',
      ],
      'a role that may pull and log': [
        all(
          exec,
          set('TaskRole', {
            ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
          }),
        ),
        'error Service',
      ],
      'the policy of another role': [
        all(exec, attached(EXEC_STATEMENT), (t) => {
          t.Resources.Other = structuredClone(t.Resources.TaskRole);
          properties(t, 'Permissions').Roles = [{ Ref: 'Other' }];
        }),
        'error Service',
      ],
      'no endpoint': [all(enough, exec, mayExec), 'error Service'],
      'an endpoint that admits no task': [
        all(enough, endpoints('ssmmessages'), exec, mayExec, set('EndpointGroup', { SecurityGroupIngress: [] })),
        'error Endpointssmmessages',
      ],
    },
  },
  P32: {
    valid: { 'no name': unchanged, 'an open name': all(parameter('Name'), set('Targets', { Name: { Ref: 'Name' } })) },
    invalid: {
      'a name': [set('Targets', { Name: 'dns' }), 'advice Targets'],
      'a name of the stack': [set('Targets', { Name: { 'Fn::Sub': '${AWS::StackName}-dns' } }), 'advice Targets'],
    },
  },
  P42: {
    valid: {
      'one stack': unchanged,
      'imports one way': (t) => {
        t.Outputs = { Group: { Value: { Ref: 'TaskGroup' }, Export: { Name: 'group' } } };
        return { other: { Resources: { Rule: { Type: 'X', Properties: { Group: { 'Fn::ImportValue': 'group' } } } } } };
      },
    },
    invalid: {
      'imports both ways': [
        (t) => {
          t.Outputs = { Group: { Value: { Ref: 'TaskGroup' }, Export: { Name: 'group' } } };
          t.Resources.Back = { Type: 'X', Properties: { Value: { 'Fn::ImportValue': 'back' } } };
          return {
            other: {
              Resources: { Rule: { Type: 'X', Properties: { Group: { 'Fn::ImportValue': 'group' } } } },
              Outputs: { Back: { Value: 'x', Export: { Name: 'back' } } },
            },
          };
        },
        'error Back',
        'error Rule',
      ],
    },
  },
};
