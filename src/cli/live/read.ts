import type { Port, Service, Stage } from '../../service/model';
import { UsageError } from '../exit';
import type { Aws } from './aws';
import type { Live, LiveCount, LiveGate, LiveLoadBalancer, LiveTarget, LiveTasks, Read } from './model';

const GATE_MINUTES = 15;
const FLOW_MINUTES = 60;
/** Lines of the gate that are read: one a port, task and minute, and the changes between them. */
const GATE_LINES = '500';

/** Metrics of flows that did not go where they should, by what they tell. */
const FLOW_METRICS: readonly (readonly [what: string, metric: string])[] = [
  ['from clients that are not admitted (UDP)', 'SecurityGroupBlockedFlowCount_Inbound_UDP'],
  ['from clients that are not admitted (TCP)', 'SecurityGroupBlockedFlowCount_Inbound_TCP'],
  ['blocked on the way to the tasks (UDP)', 'SecurityGroupBlockedFlowCount_Outbound_UDP'],
  ['blocked on the way to the tasks (TCP, health checks)', 'SecurityGroupBlockedFlowCount_Outbound_TCP'],
  ['sent to unhealthy targets', 'UnhealthyRoutingFlowCount'],
];

interface StackResource {
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
}

interface Stack {
  readonly StackStatus: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

/** What each part is read from. */
interface Context {
  readonly aws: Aws;
  readonly stage: Stage;
  readonly resources: readonly StackResource[];
  readonly output: (key: string) => string;
  readonly now: Date;
}

/** Reads what runs in a stage. */
export async function readLive(service: Service, stage: Stage, stackName: string, aws: Aws, now: Date): Promise<Live> {
  const [{ Stacks }, { StackResourceSummaries: resources }] = await Promise.all([
    aws<{ Stacks: Stack[] }>('cloudformation', 'describe-stacks', '--stack-name', stackName),
    aws<{ StackResourceSummaries: StackResource[] }>(
      'cloudformation',
      'list-stack-resources',
      '--stack-name',
      stackName,
    ),
  ]);
  const [stack] = Stacks;
  const output = (key: string) => {
    const value = stack.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (value === undefined) {
      throw new UsageError(
        `stack ${stackName}: is ${stack.StackStatus} and has no output ${key}. Deploy the stage first.`,
      );
    }
    return value;
  };
  const context: Context = { aws, stage, resources, output, now };
  const [loadBalancer, targets, tasks, gate, flows] = await Promise.all([
    attempt(readLoadBalancer(context)),
    attempt(readTargets(context)),
    attempt(readTasks(context)),
    stage.healthGate ? attempt(readGate(context)) : undefined,
    attempt(readFlows(context)),
  ]);
  const { region } = stage;
  const { StackStatus: stackStatus } = stack;
  return { service: service.name, stage: stage.name, region, stackStatus, loadBalancer, targets, tasks, gate, flows };
}

/** A part that cannot be read says why in its place; anything but a refused call is an error of this program. */
async function attempt<T>(reading: Promise<T>): Promise<Read<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message };
    throw error;
  }
}

function physicalId({ resources }: Context, type: string, part: string): string {
  const found = resources.find((one) => one.ResourceType === type && one.LogicalResourceId.includes(part));
  if (found?.PhysicalResourceId === undefined) {
    throw new UsageError(`the stack has no ${type} named ${part} yet. Deploy the stage first.`);
  }
  return found.PhysicalResourceId;
}

function loadBalancerArn(context: Context): string {
  return physicalId(context, 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerNlb');
}

/** `net/name/id`: what metrics and network interfaces know the load balancer by. */
function fullName(context: Context): string {
  return loadBalancerArn(context).split(':loadbalancer/')[1];
}

async function readLoadBalancer(context: Context): Promise<LiveLoadBalancer> {
  const [{ LoadBalancers }, { NetworkInterfaces }] = await Promise.all([
    context.aws<{
      LoadBalancers: { DNSName: string; State: { Code: string }; AvailabilityZones: { ZoneName: string }[] }[];
    }>('elbv2', 'describe-load-balancers', '--load-balancer-arns', loadBalancerArn(context)),
    context.aws<{
      NetworkInterfaces: {
        AvailabilityZone: string;
        PrivateIpAddress: string;
        Association?: { PublicIp: string };
      }[];
    }>('ec2', 'describe-network-interfaces', '--filters', `Name=description,Values=ELB ${fullName(context)}`),
  ]);
  const [balancer] = LoadBalancers;
  return {
    name: balancer.DNSName,
    state: balancer.State.Code,
    zones: balancer.AvailabilityZones.map(({ ZoneName }) => ZoneName)
      .sort()
      .map((zone) => ({
        zone,
        addresses: NetworkInterfaces.filter(({ AvailabilityZone }) => AvailabilityZone === zone).map(
          ({ Association, PrivateIpAddress }) => Association?.PublicIp ?? PrivateIpAddress,
        ),
      })),
  };
}

async function readTargets(context: Context): Promise<LiveTarget[]> {
  const { TargetGroups } = await context.aws<{
    TargetGroups: { TargetGroupArn: string; Port: number; Protocol: string }[];
  }>('elbv2', 'describe-target-groups', '--load-balancer-arn', loadBalancerArn(context));
  const targets = TargetGroups.map(async ({ TargetGroupArn, Port: number, Protocol: protocol }) => {
    const { TargetHealthDescriptions } = await context.aws<{
      TargetHealthDescriptions: {
        Target: { Id: string; AvailabilityZone?: string };
        TargetHealth: { State: string; Reason?: string };
      }[];
    }>('elbv2', 'describe-target-health', '--target-group-arn', TargetGroupArn);
    return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
      port: portName(context.stage.ports, number, protocol),
      zone: Target.AvailabilityZone ?? 'unknown',
      address: Target.Id,
      state: TargetHealth.State,
      reason: TargetHealth.Reason,
    }));
  });
  return (await Promise.all(targets)).flat();
}

function portName(ports: readonly Port[], containerPort: number, protocol: string): string {
  const found = ports.find((port) => port.containerPort === containerPort && port.protocol === protocol);
  return found?.name ?? `${containerPort}/${protocol}`;
}

async function readTasks({ aws, output }: Context): Promise<LiveTasks> {
  const { services } = await aws<{
    services: {
      desiredCount: number;
      runningCount: number;
      pendingCount: number;
      deployments: {
        status: string;
        rolloutState?: string;
        rolloutStateReason?: string;
        taskDefinition: string;
        updatedAt: string | number;
      }[];
      events?: { createdAt: string | number; message: string }[];
    }[];
  }>('ecs', 'describe-services', '--cluster', output('ClusterName'), '--services', output('ServiceName'));
  const [service] = services;
  if (service === undefined)
    throw new UsageError(`ECS service ${output('ServiceName')}: is not there. Deploy the stage.`);
  const [event] = service.events ?? [];
  return {
    desired: service.desiredCount,
    running: service.runningCount,
    pending: service.pendingCount,
    deployments: service.deployments.map((deployment) => ({
      status: deployment.status,
      state: deployment.rolloutState ?? 'UNKNOWN',
      revision: deployment.taskDefinition.split('/').pop() ?? '',
      updatedAt: timestamp(deployment.updatedAt),
      reason: deployment.rolloutStateReason,
    })),
    lastEvent: event && { at: timestamp(event.createdAt), message: event.message },
  };
}

/** The first generation of the CLI prints seconds, the second dates. */
function timestamp(value: string | number): string {
  return new Date(typeof value === 'number' ? value * 1000 : value).toISOString();
}

interface GateLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

async function readGate(context: Context): Promise<LiveGate> {
  const { events } = await context.aws<{ events: { logStreamName: string; timestamp: number; message: string }[] }>(
    'logs',
    'filter-log-events',
    '--log-group-name',
    physicalId(context, 'AWS::Logs::LogGroup', 'HealthGate'),
    '--start-time',
    String(context.now.getTime() - GATE_MINUTES * 60_000),
    '--max-items',
    GATE_LINES,
  );
  const verdicts = new Map<string, LiveGate['verdicts'][number]>();
  const changes: LiveGate['changes'][number][] = [];
  for (const { logStreamName, timestamp: time, message } of [...events].sort((a, b) => a.timestamp - b.timestamp)) {
    const line = parse(message);
    const task = logStreamName.split('/').pop() ?? logStreamName;
    if (line?.event === 'metrics') {
      const port = String(line.Port);
      verdicts.set(`${port} ${task}`, {
        port,
        task,
        healthy: line.Healthy === 1,
        alwaysOn: line.AlwaysOn === 1,
        probes: Number(line.Probes),
        failures: Number(line.Failures),
        drops: Number(line.Drops),
      });
    } else if (line?.event === 'state') {
      const { name, before, state, reason } = line;
      changes.push({
        at: new Date(time).toISOString(),
        port: String(name),
        before: String(before),
        state: String(state),
        reason: String(reason),
      });
    }
  }
  return { verdicts: [...verdicts.values()], changes };
}

function parse(message: string): GateLine | undefined {
  try {
    return JSON.parse(message) as GateLine;
  } catch {
    return undefined; // What Python prints when it dies is no line of the gate's.
  }
}

async function readFlows(context: Context): Promise<LiveCount[]> {
  const dimensions = [{ Name: 'LoadBalancer', Value: fullName(context) }];
  const queries = FLOW_METRICS.map(([, metric], index) => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: { Namespace: 'AWS/NetworkELB', MetricName: metric, Dimensions: dimensions },
      Period: FLOW_MINUTES * 60,
      Stat: 'Sum',
    },
  }));
  const { MetricDataResults } = await context.aws<{ MetricDataResults: { Id: string; Values: number[] }[] }>(
    'cloudwatch',
    'get-metric-data',
    '--metric-data-queries',
    JSON.stringify(queries),
    '--start-time',
    new Date(context.now.getTime() - FLOW_MINUTES * 60_000).toISOString(),
    '--end-time',
    context.now.toISOString(),
  );
  // These metrics are published only when they are not zero.
  return FLOW_METRICS.map(([what], index) => ({
    what,
    count: (MetricDataResults.find(({ Id }) => Id === `m${index}`)?.Values ?? []).reduce((sum, one) => sum + one, 0),
  }));
}
