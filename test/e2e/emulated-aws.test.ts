import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { cdkCli, EmulatedAws } from '../support/emulated-aws';
import { mustRun, type RunResult, run } from '../support/run';
import { describeWith } from '../support/tools';

const TARGET = { account: '111111111111', region: 'eu-west-1' };
const ROOT = resolve(__dirname, '../..');

/** A stand-in for a generated repository's stacks: an address stack and a service stack that imports from it. */
function synthesize(outdir: string, cpu: number): void {
  const app = new App({ outdir, analyticsReporting: false });
  const env = TARGET;
  class Base extends Stack {
    override get availabilityZones() {
      return ['eu-west-1a', 'eu-west-1b'];
    }
  }
  const addresses = new Stack(app, 'addresses', { env });
  const eip = new ec2.CfnEIP(addresses, 'A', { domain: 'vpc' });
  const stack = new Base(app, 'service', { env });
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 2 });
  const group = new ec2.SecurityGroup(stack, 'BalancerGroup', { vpc, allowAllOutbound: false });
  const taskGroup = new ec2.SecurityGroup(stack, 'TaskGroup', { vpc });
  group.addIngressRule(ec2.Peer.ipv4('198.51.100.0/24'), ec2.Port.udp(1234));
  taskGroup.addIngressRule(group, ec2.Port.udp(1234));
  taskGroup.addIngressRule(group, ec2.Port.tcp(8080));
  group.addEgressRule(taskGroup, ec2.Port.udp(1234));
  const balancer = new elbv2.NetworkLoadBalancer(stack, 'Balancer', {
    vpc,
    internetFacing: true,
    securityGroups: [group],
    subnetMappings: [{ subnet: vpc.publicSubnets[0], allocationId: eip.attrAllocationId }],
  });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { cpu, memoryLimitMiB: 2048 });
  taskDefinition.addContainer('app', {
    image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1'),
    portMappings: [{ containerPort: 1234, protocol: ecs.Protocol.UDP }],
  });
  const service = new ecs.FargateService(stack, 'Service', {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
    taskDefinition,
    securityGroups: [taskGroup],
    assignPublicIp: true,
    desiredCount: 2,
    circuitBreaker: { rollback: true },
    minHealthyPercent: 100,
  });
  const listener = balancer.addListener('Udp', { port: 1234, protocol: elbv2.Protocol.UDP });
  listener.addTargets('Udp', {
    port: 1234,
    protocol: elbv2.Protocol.UDP,
    targets: [service.loadBalancerTarget({ containerName: 'app', containerPort: 1234, protocol: ecs.Protocol.UDP })],
    healthCheck: { port: '8080', protocol: elbv2.Protocol.HTTP, path: '/health/1234' },
  });
  new CfnOutput(stack, 'Name', { value: balancer.loadBalancerDnsName });
  const advice = jest.spyOn(console, 'error').mockReturnValue(); // of the template validation: fixed zones
  app.synth();
  advice.mockRestore();
}

describeWith(['moto'], 'the emulated AWS, driven by the real CDK CLI', () => {
  let aws: EmulatedAws;
  let folder: string;

  const cdk = async (runner: typeof run, ...args: string[]): Promise<RunResult> =>
    runner(process.execPath, [cdkCli(ROOT), ...args, '--app', 'cdk.out', '--no-notices'], {
      cwd: folder,
      env: aws.env(await aws.assumeAccount(TARGET.account), TARGET.region),
    });
  const deploy = (runner: typeof run, ...args: string[]) =>
    cdk(runner, 'deploy', '--all', '--require-approval', 'never', '--progress', 'events', ...args);

  beforeAll(async () => {
    aws = await EmulatedAws.start();
    folder = mkdtempSync(join(tmpdir(), 'emulated-aws-test-'));
    await aws.bootstrap(TARGET);
  }, 180_000);

  afterAll(async () => {
    await aws?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a Network Load Balancer with UDP and a Fargate service are deployed, seen, updated', async () => {
    synthesize(join(folder, 'cdk.out'), 256);
    await deploy(mustRun, '--outputs-file', 'outputs.json');
    expect(JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8')).service.Name).toMatch(/elb\.amazonaws\.com$/);

    const see = <T>(service: string, operation: string, args = {}) => aws.call<T>(TARGET, service, operation, args);
    const { LoadBalancers } = await see<{ LoadBalancers: Record<string, unknown>[] }>(
      'elbv2',
      'describe_load_balancers',
    );
    expect(LoadBalancers).toMatchObject([
      {
        Type: 'network',
        Scheme: 'internet-facing',
        AvailabilityZones: [{ LoadBalancerAddresses: [{ AllocationId: expect.any(String) }] }],
      },
    ]);
    const LoadBalancerArn = LoadBalancers[0].LoadBalancerArn;
    expect(await see('elbv2', 'describe_listeners', { LoadBalancerArn })).toMatchObject({
      Listeners: [{ Protocol: 'UDP', Port: 1234 }],
    });
    expect(await see('elbv2', 'describe_target_groups')).toMatchObject({
      TargetGroups: [{ Protocol: 'UDP', HealthCheckProtocol: 'HTTP', HealthCheckPort: '8080', TargetType: 'ip' }],
    });
    const { SecurityGroups } = await see<{ SecurityGroups: Record<string, unknown>[] }>(
      'ec2',
      'describe_security_groups',
    );
    const group = (id: string) => SecurityGroups.find(({ Description }) => String(Description).includes(id));
    expect(group('BalancerGroup')).toMatchObject({
      IpPermissions: [{ IpProtocol: 'udp', FromPort: 1234, IpRanges: [{ CidrIp: '198.51.100.0/24' }] }],
      IpPermissionsEgress: expect.arrayContaining([
        expect.objectContaining({ IpProtocol: 'udp', FromPort: 1234, UserIdGroupPairs: [expect.anything()] }),
      ]),
    });
    expect(JSON.stringify(group('BalancerGroup')?.IpPermissionsEgress)).not.toContain('0.0.0.0/0');

    synthesize(join(folder, 'cdk.out'), 512);
    await deploy(mustRun);
    const { taskDefinitionArns } = await see<{ taskDefinitionArns: string[] }>('ecs', 'list_task_definitions');
    const { clusterArns } = await see<{ clusterArns: string[] }>('ecs', 'list_clusters');
    const { serviceArns } = await see<{ serviceArns: string[] }>('ecs', 'list_services', { cluster: clusterArns[0] });
    const { services } = await see<{ services: Record<string, unknown>[] }>('ecs', 'describe_services', {
      cluster: clusterArns[0],
      services: serviceArns,
    });
    expect(taskDefinitionArns).toHaveLength(2);
    expect(services).toMatchObject([
      {
        taskDefinition: taskDefinitionArns[1],
        runningCount: 2,
        launchType: 'FARGATE',
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
        loadBalancers: [{ containerName: 'app', containerPort: 1234 }],
      },
    ]);
    const { taskDefinition } = await see<{ taskDefinition: unknown }>('ecs', 'describe_task_definition', {
      taskDefinition: taskDefinitionArns[1],
    });
    expect(taskDefinition).toMatchObject({
      cpu: '512',
      networkMode: 'awsvpc',
      containerDefinitions: [{ portMappings: [{ containerPort: 1234, protocol: 'udp' }] }],
    });
  }, 180_000);

  test('a failing deployment is rolled back and names the resource and the reason', async () => {
    synthesize(join(folder, 'cdk.out'), 1024);
    await aws.failNextDeployment(TARGET, 'service', 'ServiceX', 'Circuit breaker was triggered');
    const failed = await deploy(run);
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain('Circuit breaker was triggered');
    expect(await aws.call(TARGET, 'cloudformation', 'describe_stacks', { StackName: 'service' })).toMatchObject({
      Stacks: [{ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' }],
    });
    await deploy(mustRun);
  }, 180_000);

  test('drift is reported where it was ordered, and nowhere else', async () => {
    await cdk(mustRun, 'drift', 'service', '--fail');
    await aws.drift(TARGET, 'service', [
      {
        LogicalResourceId: 'VpcA',
        PhysicalResourceId: 'vpc-1',
        ResourceType: 'AWS::EC2::VPC',
        StackResourceDriftStatus: 'MODIFIED',
        ExpectedProperties: '{}',
        ActualProperties: '{}',
        PropertyDifferences: [
          {
            PropertyPath: '/EnableDnsSupport',
            ExpectedValue: 'true',
            ActualValue: 'false',
            DifferenceType: 'NOT_EQUAL',
          },
        ],
      },
    ]);
    const drifted = await cdk(run, 'drift', 'service', '--fail');
    expect(drifted.code).toBe(1);
    expect(drifted.output).toContain('/EnableDnsSupport');
  }, 180_000);

  test('a stack is destroyed', async () => {
    await cdk(mustRun, 'destroy', 'service', '--force');
    expect(await aws.call(TARGET, 'elbv2', 'describe_load_balancers')).toEqual({ LoadBalancers: [] });
  }, 180_000);
});
