/**
 * Stacks as people write them with the L2 constructs of the CDK; their templates are in the corpus.
 *
 * Usage: tsx cdk-shapes.ts <outdir>
 */
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** What differs between the shapes. */
interface Shape {
  readonly vpc: 'imported' | 'nat' | 'isolated';
  readonly image: ecs.ContainerImage | undefined;
  readonly wired: boolean;
  readonly crossZone: boolean;
  readonly retainedAddresses: boolean | undefined;
  readonly minHealthyPercent: number | undefined;
  readonly healthCheck: elb.HealthCheck;
  readonly alarms: boolean;
}

const GOOD: Shape = {
  vpc: 'imported',
  image: undefined,
  wired: true,
  crossZone: true,
  retainedAddresses: undefined,
  minHealthyPercent: 100,
  healthCheck: { protocol: elb.Protocol.HTTP, port: '8080', path: '/health' },
  alarms: true,
};

function vpcOf(stack: Stack, kind: Shape['vpc']): ec2.IVpc {
  if (kind === 'imported') {
    return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'],
      privateSubnetRouteTableIds: ['rtb-0aaaaaaaaaaaaaaa1', 'rtb-0aaaaaaaaaaaaaaa2'],
      publicSubnetIds: ['subnet-0bbbbbbbbbbbbbbb1', 'subnet-0bbbbbbbbbbbbbbb2'],
      publicSubnetRouteTableIds: ['rtb-0bbbbbbbbbbbbbbb1', 'rtb-0bbbbbbbbbbbbbbb2'],
    });
  }
  const isolated = { name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    maxAzs: 2,
    natGateways: 1,
    ...(kind === 'isolated' ? { natGateways: 0, subnetConfiguration: [isolated] } : {}),
  });
  vpc.addFlowLog('FlowLog');
  return vpc;
}

function shape(app: App, name: string, changes: Partial<Shape>): void {
  const {
    vpc: kind,
    image,
    wired,
    crossZone,
    retainedAddresses,
    minHealthyPercent,
    healthCheck,
    alarms,
  } = { ...GOOD, ...changes };
  const stack = new Stack(app, name);
  const vpc = vpcOf(stack, kind);
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const task = new ecs.FargateTaskDefinition(stack, 'Task', { cpu: 256, memoryLimitMiB: 512 });
  task.addContainer('ntp', {
    image:
      image ?? ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Repository', 'ntp'), '1'),
    portMappings: [{ containerPort: 123, protocol: ecs.Protocol.UDP }, { containerPort: 8080 }],
    logging: ecs.LogDriver.awsLogs({ streamPrefix: 'ntp', mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
    stopTimeout: Duration.seconds(60),
  });
  const service = new ecs.FargateService(stack, 'Service', {
    cluster,
    taskDefinition: task,
    desiredCount: 2,
    minHealthyPercent,
    circuitBreaker: { rollback: true },
    healthCheckGracePeriod: Duration.seconds(120),
    ...(kind === 'isolated' ? { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } } : {}),
  });
  const group = new ec2.SecurityGroup(stack, 'BalancerGroup', { vpc, allowAllOutbound: false });
  group.addIngressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.udp(123));
  group.addIngressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.icmpType(3));
  const fixed = retainedAddresses !== undefined;
  const loadBalancer = new elb.NetworkLoadBalancer(stack, 'LoadBalancer', {
    vpc,
    internetFacing: fixed,
    crossZoneEnabled: crossZone,
    securityGroups: [group],
    ...(fixed
      ? {
          subnetMappings: vpc.publicSubnets.map((subnet, index) => {
            const address = new ec2.CfnEIP(stack, `Address${index}`, { domain: 'vpc' });
            if (retainedAddresses) address.cfnOptions.deletionPolicy = 'Retain' as never;
            return { subnet, allocationId: address.attrAllocationId };
          }),
        }
      : kind === 'isolated'
        ? { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }
        : {}),
  });
  const listener = loadBalancer.addListener('Ntp', { port: 123, protocol: elb.Protocol.UDP });
  const targets = listener.addTargets('Targets', {
    port: 123,
    protocol: elb.Protocol.UDP,
    deregistrationDelay: Duration.seconds(120),
    healthCheck,
    targets: [service.loadBalancerTarget({ containerName: 'ntp', containerPort: 123, protocol: ecs.Protocol.UDP })],
  });
  if (wired) {
    loadBalancer.connections.allowTo(service, ec2.Port.udp(123));
    loadBalancer.connections.allowTo(service, ec2.Port.tcp(8080));
  }
  if (alarms) {
    targets.metrics
      .healthyHostCount({ statistic: 'Maximum', period: Duration.minutes(1) })
      .createAlarm(stack, 'Healthy', {
        threshold: 2,
        evaluationPeriods: 3,
        comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      });
    loadBalancer.metrics.custom('UnhealthyRoutingFlowCount', { statistic: 'Sum' }).createAlarm(stack, 'FailOpen', {
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

const [outdir] = process.argv.slice(2);
if (outdir === undefined) throw new Error('usage: cdk-shapes.ts <outdir>');
const app = new App({ outdir, analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } });
shape(app, 'good-imported', {});
shape(app, 'good-nat', { vpc: 'nat' });
shape(app, 'good-addresses', { vpc: 'nat', retainedAddresses: true });
shape(app, 'bad-unwired', { wired: false });
shape(app, 'bad-addresses', { vpc: 'nat', retainedAddresses: false, crossZone: false });
shape(app, 'bad-isolated', { vpc: 'isolated', image: ecs.ContainerImage.fromRegistry('cturra/ntp:latest') });
shape(app, 'bad-defaults', { minHealthyPercent: undefined, healthCheck: {}, alarms: false });
app.synth();
