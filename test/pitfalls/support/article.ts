/**
 * The two systems of the article that this package started from, built as the article builds them, and synthesized
 * by the CDK: a process of its own, because this is slow and belongs to no other test.
 *
 * Usage: tsx article.ts <outdir>
 */
import { App, Duration, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  Cluster,
  ContainerImage,
  Protocol as EcsProtocol,
  FargateService,
  FargateTaskDefinition,
  LogDriver,
} from 'aws-cdk-lib/aws-ecs';
import { NetworkLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import {
  IpAddressType,
  NetworkLoadBalancer,
  NetworkTargetGroup,
  Protocol,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

const SERVICE_PORT = 1234;
const CHECK_PORT = 8080;
const RESPONDER = "while true; do { echo -e 'HTTP/1.1 200 OK\\r\\n'; echo 'ok'; } | nc -l -p 8080; done";

function existingVpc(stack: Stack): IVpc {
  return Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['ap-northeast-1a', 'ap-northeast-1c'],
    privateSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'],
    publicSubnetIds: ['subnet-0bbbbbbbbbbbbbbb1', 'subnet-0bbbbbbbbbbbbbbb2'],
    privateSubnetRouteTableIds: ['rtb-0aaaaaaaaaaaaaaa1', 'rtb-0aaaaaaaaaaaaaaa2'],
    publicSubnetRouteTableIds: ['rtb-0bbbbbbbbbbbbbbb1', 'rtb-0bbbbbbbbbbbbbbb2'],
  });
}

/** The first half: the pattern alone, nothing added. */
function tcp(app: App): void {
  const stack = new Stack(app, 'ArticleTcp');
  new NetworkLoadBalancedFargateService(stack, 'Service', {
    vpc: existingVpc(stack),
    cpu: 512,
    memoryLimitMiB: 1024,
    taskImageOptions: { image: ContainerImage.fromRegistry('nginx'), containerPort: 80 },
  });
}

/** The second half: UDP, with a second container that answers the health check; at first without rules for the tasks. */
function udp(app: App, name: string, withRules: boolean): void {
  const stack = new Stack(app, name);
  const vpc = existingVpc(stack);
  const cluster = new Cluster(stack, 'Cluster', { vpc });
  const principal = new ServicePrincipal('ecs-tasks.amazonaws.com');
  const taskDefinition = new FargateTaskDefinition(stack, 'Task', {
    cpu: 256,
    memoryLimitMiB: 512,
    executionRole: new Role(stack, 'ExecutionRole', {
      assumedBy: principal,
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonECSTaskExecutionRolePolicy')],
    }),
    taskRole: new Role(stack, 'TaskRole', { assumedBy: principal }),
  });
  const repository = Repository.fromRepositoryName(stack, 'Repository', 'udp-service');
  taskDefinition.addContainer('udp-service', {
    image: ContainerImage.fromEcrRepository(repository, 'latest'),
    portMappings: [{ containerPort: SERVICE_PORT, protocol: EcsProtocol.UDP }],
    logging: LogDriver.awsLogs({ streamPrefix: 'udp-service' }),
  });
  taskDefinition.addContainer('health-check', {
    image: ContainerImage.fromRegistry('public.ecr.aws/docker/library/busybox:1.38.0'),
    command: ['sh', '-c', RESPONDER],
    portMappings: [{ containerPort: CHECK_PORT }],
    logging: LogDriver.awsLogs({ streamPrefix: 'health-check' }),
  });
  const securityGroup = new SecurityGroup(stack, 'TaskGroup', { vpc });
  if (withRules) {
    securityGroup.addIngressRule(Peer.anyIpv4(), Port.udp(SERVICE_PORT));
    securityGroup.addIngressRule(Peer.anyIpv4(), Port.tcp(CHECK_PORT));
  }
  const service = new FargateService(stack, 'Service', {
    cluster,
    taskDefinition,
    securityGroups: [securityGroup],
    assignPublicIp: false,
    enableExecuteCommand: true,
  });
  const targetGroup = new NetworkTargetGroup(stack, 'Targets', {
    vpc,
    port: SERVICE_PORT,
    protocol: Protocol.UDP,
    targetType: TargetType.IP,
    deregistrationDelay: Duration.seconds(300),
    healthCheck: { protocol: Protocol.TCP, port: String(CHECK_PORT) },
    targets: [
      service.loadBalancerTarget({
        containerName: 'udp-service',
        containerPort: SERVICE_PORT,
        protocol: EcsProtocol.UDP,
      }),
    ],
  });
  const loadBalancer = new NetworkLoadBalancer(stack, 'LoadBalancer', {
    vpc,
    internetFacing: false,
    crossZoneEnabled: false,
    ipAddressType: IpAddressType.IPV4,
  });
  loadBalancer.addListener('Listener', {
    port: SERVICE_PORT,
    protocol: Protocol.UDP,
    defaultTargetGroups: [targetGroup],
  });
}

/** `@aws-cdk/…:networkLoadBalancerWithSecurityGroupByDefault` as it was then and as a new app has it. */
const SECURITY_GROUP_FLAG = '@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault';

const [outdir, flag] = process.argv.slice(2);
if (outdir === undefined) throw new Error('usage: article.ts <outdir> [new-app]');
const app = new App({
  outdir,
  analyticsReporting: false,
  // As the CDK CLI does, so that each resource carries the path of its construct.
  postCliContext: { 'aws:cdk:enable-path-metadata': true, [SECURITY_GROUP_FLAG]: flag === 'new-app' },
});
tcp(app);
udp(app, 'ArticleUdpFirstTry', false);
udp(app, 'ArticleUdp', true);
app.synth();
