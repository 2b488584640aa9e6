/**
 * The alarm catalogue: what each kind of alarm watches, what it means and what to do first.
 *
 * Two programs read it, so like the model it imports nothing but the model's types: the stacks make alarms of it, and
 * the service's documentation explains them.
 */
import type { AlarmKind, Alarms, Port, Stage } from './model';

/** What an alarm watches and when it fires, but for its threshold. */
export interface AlarmSpecification {
  readonly title: string;
  /** One sentence: what is the case when it fires. */
  readonly meaning: string;
  /** What to look at first; placeholders stand for the names of resources. */
  readonly firstCommand: string;
  /** What there is one of it for. */
  readonly scope: 'target-group' | 'load-balancer' | 'zone' | 'ecs-service' | 'gate-port' | 'gate';
  readonly metric: string;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum';
  readonly periodMinutes: 1 | 5 | 60;
  /** How many of the last periods must be beyond the threshold. */
  readonly datapoints: number;
  readonly periods: number;
  readonly fires: 'above' | 'below';
  /** What no data means. */
  readonly missing: 'breaching' | 'notBreaching';
}

const TARGET_HEALTH = 'aws elbv2 describe-target-health --target-group-arn {targetGroup} --region {region}';
const SERVICE_EVENTS =
  "aws ecs describe-services --cluster {cluster} --services {service} --region {region} --query 'services[0].events[:10]'";
const GATE_LOG = 'aws logs tail {gateLog} --since 30m --region {region}';
const SECURITY_GROUP_RULES =
  'aws ec2 describe-security-group-rules --filters Name=group-id,Values={loadBalancerSecurityGroup} --region {region}';
const LOAD_BALANCER = 'aws elbv2 describe-load-balancers --load-balancer-arns {loadBalancer} --region {region}';

/** Every point of a minute counts: these metrics exist only while they are not zero. */
const ANY = {
  statistic: 'Sum',
  periodMinutes: 1,
  datapoints: 1,
  periods: 1,
  fires: 'above',
  missing: 'notBreaching',
} as const;

/** By kind; the sources of statistics and treatments are the load balancer's and the service's own metric references. */
export const ALARM_CATALOGUE: Readonly<Record<AlarmKind, AlarmSpecification>> = {
  'healthy-hosts': {
    title: 'Too few healthy tasks',
    meaning: 'The port has fewer healthy tasks than always run, or its load balancer reports none.',
    firstCommand: TARGET_HEALTH,
    scope: 'target-group',
    metric: 'HealthyHostCount',
    // Every node of the load balancer reports what it sees, and one that sees a task as healthy sends to it.
    statistic: 'Maximum',
    periodMinutes: 1,
    datapoints: 3,
    periods: 3,
    fires: 'below',
    missing: 'breaching',
  },
  'unhealthy-hosts': {
    title: 'Unhealthy tasks',
    meaning: 'The port has a task that fails its health check for five minutes.',
    firstCommand: TARGET_HEALTH,
    scope: 'target-group',
    metric: 'UnHealthyHostCount',
    statistic: 'Minimum',
    periodMinutes: 1,
    datapoints: 5,
    periods: 5,
    fires: 'above',
    missing: 'notBreaching',
  },
  'unhealthy-routing': {
    ...ANY,
    title: 'Traffic goes to unhealthy tasks',
    meaning: 'No task is healthy, and the load balancer sends to all of them whatever their health (P7).',
    firstCommand: LOAD_BALANCER,
    scope: 'load-balancer',
    metric: 'UnhealthyRoutingFlowCount',
  },
  'zonal-health': {
    title: 'Unhealthy zone',
    meaning: 'The zone is unhealthy: it leaves the DNS answer, and clients of its fixed address are cut off (P14).',
    firstCommand: LOAD_BALANCER,
    scope: 'zone',
    metric: 'ZonalHealthStatus',
    statistic: 'Minimum',
    periodMinutes: 1,
    datapoints: 3,
    periods: 3,
    fires: 'below',
    missing: 'notBreaching',
  },
  'blocked-outbound-udp': {
    ...ANY,
    title: 'Datagrams do not leave the load balancer',
    meaning: 'The security group of the load balancer stops datagrams to the tasks: a rule is missing (P2).',
    firstCommand: SECURITY_GROUP_RULES,
    scope: 'load-balancer',
    metric: 'SecurityGroupBlockedFlowCount_Outbound_UDP',
  },
  'blocked-outbound-tcp': {
    ...ANY,
    title: 'Health checks do not leave the load balancer',
    meaning: 'The security group of the load balancer stops connections or health checks to the tasks (P3).',
    firstCommand: SECURITY_GROUP_RULES,
    scope: 'load-balancer',
    metric: 'SecurityGroupBlockedFlowCount_Outbound_TCP',
  },
  'blocked-inbound': {
    ...ANY,
    periodMinutes: 5,
    title: 'Clients are stopped',
    meaning: 'The security group of the load balancer stops more datagrams of clients than usual (P46).',
    firstCommand: SECURITY_GROUP_RULES,
    scope: 'load-balancer',
    metric: 'SecurityGroupBlockedFlowCount_Inbound_UDP',
  },
  'rejected-flows': {
    ...ANY,
    title: 'Rejected flows',
    meaning: 'The load balancer rejects flows: it has no capacity, or no target.',
    firstCommand: LOAD_BALANCER,
    scope: 'load-balancer',
    metric: 'RejectedFlowCount',
  },
  'port-allocation': {
    ...ANY,
    title: 'No source port left',
    meaning: 'The load balancer cannot open flows to a task: too many clients come through one private address.',
    firstCommand: LOAD_BALANCER,
    scope: 'load-balancer',
    metric: 'PortAllocationErrorCount',
  },
  'consumed-lcus': {
    title: 'Load balancer costs more than expected',
    meaning:
      'The load balancer uses more capacity units than expected: often clients with a new port a datagram (P17).',
    firstCommand: LOAD_BALANCER,
    scope: 'load-balancer',
    metric: 'ConsumedLCUs',
    statistic: 'Average',
    periodMinutes: 60,
    datapoints: 1,
    periods: 1,
    fires: 'above',
    missing: 'notBreaching',
  },
  'no-traffic': {
    title: 'No new flow',
    meaning: 'No client has opened a flow for a while.',
    firstCommand: LOAD_BALANCER,
    scope: 'load-balancer',
    metric: 'NewFlowCount_UDP',
    statistic: 'Sum',
    periodMinutes: 5,
    datapoints: 1,
    periods: 1,
    fires: 'below',
    // It is published only when it is not zero: its absence is what this alarm is for.
    missing: 'breaching',
  },
  cpu: {
    title: 'Busy tasks',
    meaning: 'The tasks are busy on average: autoscaling is at its maximum, or too slow.',
    firstCommand: SERVICE_EVENTS,
    scope: 'ecs-service',
    metric: 'CPUUtilization',
    statistic: 'Average',
    periodMinutes: 1,
    datapoints: 10,
    periods: 15,
    fires: 'above',
    // Without tasks there is no load; that there are none is what the alarm of healthy hosts says.
    missing: 'notBreaching',
  },
  'hot-task': {
    title: 'One hot task',
    meaning: 'One task is at its limit while others may be idle: few clients, or one address for many of them (P16).',
    firstCommand: SERVICE_EVENTS,
    scope: 'ecs-service',
    metric: 'CPUUtilization',
    statistic: 'Maximum',
    periodMinutes: 1,
    datapoints: 10,
    periods: 15,
    fires: 'above',
    missing: 'notBreaching',
  },
  memory: {
    title: 'Memory runs out',
    meaning: 'A task is short of memory; at 100 percent the kernel ends its processes, and its flows with them.',
    firstCommand: SERVICE_EVENTS,
    scope: 'ecs-service',
    metric: 'MemoryUtilization',
    statistic: 'Maximum',
    periodMinutes: 1,
    datapoints: 5,
    periods: 5,
    fires: 'above',
    missing: 'notBreaching',
  },
  'gate-degraded': {
    title: 'Overloaded port',
    meaning: 'The health gate of a task finds the port overloaded, yet alive; if it lasts, the task is taken out.',
    firstCommand: GATE_LOG,
    scope: 'gate-port',
    metric: 'Degraded',
    statistic: 'Maximum',
    periodMinutes: 1,
    datapoints: 3,
    periods: 5,
    fires: 'above',
    missing: 'notBreaching',
  },
  'dropped-datagrams': {
    title: 'Dropped datagrams',
    meaning: 'The kernel drops datagrams because the application does not read its socket in time (P26).',
    firstCommand: GATE_LOG,
    scope: 'gate-port',
    metric: 'Drops',
    statistic: 'Sum',
    periodMinutes: 1,
    datapoints: 3,
    periods: 5,
    fires: 'above',
    missing: 'notBreaching',
  },
  'gate-always-on': {
    title: 'Kill switch is on',
    meaning: 'The health gate says ok whatever the service does: GATE_MODE=always was set, and is still there (P6).',
    firstCommand: GATE_LOG,
    scope: 'gate',
    metric: 'AlwaysOn',
    statistic: 'Maximum',
    periodMinutes: 1,
    datapoints: 1,
    periods: 1,
    fires: 'above',
    missing: 'notBreaching',
  },
  'gate-silent': {
    title: 'Health gate is silent',
    meaning: 'The metrics of the health gate do not arrive, so the alarms on them are blind.',
    firstCommand: GATE_LOG,
    scope: 'gate',
    metric: 'Probes',
    statistic: 'Sum',
    periodMinutes: 5,
    datapoints: 2,
    periods: 2,
    fires: 'below',
    missing: 'breaching',
  },
};

/** An alarm of a stage. */
export interface StageAlarm extends AlarmSpecification {
  readonly kind: AlarmKind;
  /** Part of its name and of its logical ID: the kind and what it is for. */
  readonly id: string;
  readonly threshold: number;
  /** Name of the port it is for. */
  readonly port?: string;
  /** Name of the zone it is for. */
  readonly zone?: string;
  /** Whether a deployment during which it fires is rolled back. */
  readonly rollsBack: boolean;
}

/** Those that say that a new version does not work, and depend on nothing that depends on the ECS service. */
export const ROLLING_BACK: readonly AlarmKind[] = ['unhealthy-hosts', 'unhealthy-routing'];

/** The alarms of a stage, each with its threshold. */
export function alarmsOf(stage: Stage): readonly StageAlarm[] {
  const { alarms } = stage.operations;
  if (alarms === undefined) return [];
  const kinds = (Object.keys(ALARM_CATALOGUE) as AlarmKind[]).filter((kind) => !alarms.without.includes(kind));
  return kinds.flatMap((kind): StageAlarm[] => {
    const threshold = thresholdOf(kind, stage, alarms);
    if (threshold === undefined) return [];
    const specification = { ...ALARM_CATALOGUE[kind], ...adapted(kind, stage, alarms) };
    const common = { ...specification, kind, threshold, rollsBack: alarms.rollback && ROLLING_BACK.includes(kind) };
    switch (specification.scope) {
      case 'target-group':
        return portsOf(kind, stage).flatMap(({ name }) =>
          isCountedByZone(kind, stage)
            ? loadBalancerZones(stage).map((zone) => ({ ...common, id: `${kind}-${name}-${zone}`, port: name, zone }))
            : [{ ...common, id: `${kind}-${name}`, port: name }],
        );
      case 'gate-port':
        return portsOf(kind, stage).map(({ name }) => ({ ...common, id: `${kind}-${name}`, port: name }));
      case 'zone':
        return loadBalancerZones(stage).map((zone) => ({ ...common, id: `${kind}-${zone}`, zone }));
      default:
        return [{ ...common, id: kind }];
    }
  });
}

/**
 * Whether the healthy and unhealthy tasks are counted in each zone.
 *
 * A node of a load balancer that does not cross zones sees the tasks of its own zone alone. The highest or lowest of
 * what the nodes report is then one zone's, and would hide the others.
 */
function isCountedByZone(kind: AlarmKind, stage: Stage): boolean {
  if (stage.loadBalancer.crossZone) return false;
  return kind === 'unhealthy-hosts' || stage.task.desiredCount >= loadBalancerZones(stage).length;
}

/** A deployment may take tasks away before it adds new ones, and a zone has its share of the tasks. */
function healthyTasks(stage: Stage): number {
  const { desiredCount } = stage.task;
  const tasks = (desiredCount * stage.rollout.minHealthyPercent) / 100;
  const zones = loadBalancerZones(stage).length;
  if (stage.loadBalancer.crossZone) return Math.max(1, Math.ceil(tasks));
  return desiredCount >= zones ? Math.max(1, Math.floor(tasks / zones)) : 1;
}

/** Zones of the load balancer by name. */
export function loadBalancerZones({ network }: Pick<Stage, 'network'>): readonly string[] {
  return network.source === 'created'
    ? network.zones.map(({ name }) => name)
    : network.loadBalancerSubnets.map(({ zone }) => zone);
}

function portsOf(kind: AlarmKind, stage: Stage): readonly Port[] {
  if (ALARM_CATALOGUE[kind].scope !== 'gate-port') return stage.ports;
  return kind === 'dropped-datagrams' ? gatedPorts(stage).filter(servesUdp) : gatedPorts(stage);
}

/** Ports that the health gate watches. */
export function gatedPorts({ healthGate, ports }: Stage): readonly Port[] {
  return ports.filter(({ name }) => healthGate?.config.checks.some((check) => check.name === name));
}

function servesUdp({ protocol }: Port): boolean {
  return protocol !== 'TCP';
}

/** What differs from the catalogue with the service's ports and options. */
function adapted(kind: AlarmKind, { ports }: Stage, { noTrafficMinutes = 5 }: Alarms): Partial<AlarmSpecification> {
  const udp = ports.some(servesUdp);
  switch (kind) {
    case 'no-traffic': {
      const periods = noTrafficMinutes / 5;
      return { metric: udp ? 'NewFlowCount_UDP' : 'NewFlowCount_TCP', periods, datapoints: periods };
    }
    case 'blocked-inbound':
      return { metric: `SecurityGroupBlockedFlowCount_Inbound_${udp ? 'UDP' : 'TCP'}` };
    default:
      return {};
  }
}

/** Nothing where the stage has no such alarm. */
function thresholdOf(kind: AlarmKind, stage: Stage, alarms: Alarms): number | undefined {
  const { desiredCount } = stage.task;
  const runs = desiredCount > 0;
  const udp = stage.ports.some(servesUdp);
  const gated = stage.healthGate !== undefined;
  switch (kind) {
    case 'healthy-hosts':
      return runs ? healthyTasks(stage) : undefined;
    case 'zonal-health':
      // A zone that has no task by design is unhealthy for ever.
      return runs && (stage.loadBalancer.crossZone || desiredCount >= loadBalancerZones(stage).length) ? 1 : undefined;
    case 'unhealthy-hosts':
    case 'unhealthy-routing':
    case 'rejected-flows':
    case 'port-allocation':
    case 'blocked-outbound-tcp':
      return 0;
    case 'blocked-outbound-udp':
      return udp ? 0 : undefined;
    case 'blocked-inbound':
      return alarms.blockedInboundFlows;
    case 'no-traffic':
      return alarms.noTrafficMinutes === undefined ? undefined : 1;
    case 'consumed-lcus':
      return alarms.consumedLcus;
    case 'cpu':
      return alarms.cpuPercent;
    case 'hot-task':
      return 95;
    case 'memory':
      return alarms.memoryPercent;
    case 'gate-degraded':
    case 'gate-always-on':
      return gated ? 0 : undefined;
    case 'dropped-datagrams':
      return gated && udp ? alarms.droppedDatagramsPerMinute : undefined;
    case 'gate-silent':
      return gated && runs ? 1 : undefined;
  }
}
