import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { gatedPorts, loadBalancerZones } from '../alarm-catalogue';
import type { Stage } from '../model';
import { Metrics, type MetricsProps } from './metrics';
import { transports } from './transports';

/** What the dashboard is made of. */
export interface ServiceDashboardProps extends MetricsProps {
  /** The alarms of the stage; absent where there are none. */
  readonly alarms?: readonly cloudwatch.Alarm[];
}

const WIDTH = 24;

/** One screen about a stage, from what matters most down to what it costs. */
export class ServiceDashboard extends Construct {
  readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const { serviceName, stage, alarms = [] } = props;
    const metrics = new Metrics(props);
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `${serviceName}-${stage.name}`,
      widgets: [
        [new cloudwatch.TextWidget({ markdown: heading(serviceName, stage), width: WIDTH, height: 2 })],
        ...(alarms.length > 0 ? [[alarmStatus(alarms)]] : []),
        health(stage, metrics),
        ...(stage.healthGate ? [gate(stage, metrics)] : []),
        traffic(stage, metrics),
        tasks(stage, metrics),
        limits(stage, metrics),
      ],
    });
  }
}

function heading(serviceName: string, { name, ports }: Stage): string {
  const listing = ports.map((port) => `${port.name}: ${port.port}/${port.protocol}`).join(', ');
  return `# ${serviceName}, stage ${name}\n${listing}. What the alarms mean and what to do: \`docs/service.md\`.`;
}

function alarmStatus(alarms: readonly cloudwatch.Alarm[]): cloudwatch.IWidget {
  return new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: WIDTH, height: 4 });
}

/** Widgets side by side over the whole width. */
function row(...graphs: cloudwatch.GraphWidgetProps[]): cloudwatch.IWidget[] {
  return graphs.map((props) => new cloudwatch.GraphWidget({ height: 6, width: WIDTH / graphs.length, ...props }));
}

function health(stage: Stage, metrics: Metrics): cloudwatch.IWidget[] {
  const zones = loadBalancerZones(stage);
  // Where zones are not crossed, each counts its own tasks.
  const places = stage.loadBalancer.crossZone ? [undefined] : zones;
  const each = (metric: string, statistic: 'Maximum' | 'Minimum') =>
    stage.ports.flatMap(({ name }) =>
      places.map((zone) =>
        metrics.targetGroup(metric, name, { statistic, zone, label: zone === undefined ? name : `${name}, ${zone}` }),
      ),
    );
  return row(
    {
      title: 'Healthy tasks',
      left: each('HealthyHostCount', 'Maximum'),
      leftYAxis: { min: 0 },
    },
    {
      title: 'Unhealthy tasks, and flows sent to them',
      left: each('UnHealthyHostCount', 'Minimum'),
      right: [
        metrics.loadBalancer('UnhealthyRoutingFlowCount', { statistic: 'Sum', label: 'Flows to unhealthy tasks' }),
      ],
      leftYAxis: { min: 0 },
    },
    {
      title: 'Health of zones (1: healthy)',
      left: zones.map((zone) => metrics.loadBalancer('ZonalHealthStatus', { statistic: 'Minimum', zone, label: zone })),
      leftYAxis: { min: 0, max: 1 },
    },
  );
}

function gate(stage: Stage, metrics: Metrics): cloudwatch.IWidget[] {
  const each = (metric: string, statistic: 'Minimum' | 'Maximum' | 'Sum' | 'Average') =>
    gatedPorts(stage).map(({ name }) => metrics.gatePort(metric, name, { statistic, label: `${name}: ${metric}` }));
  return row(
    {
      title: 'Verdicts of the gates (1: passes)',
      left: each('Healthy', 'Minimum'),
      right: each('Degraded', 'Maximum'),
    },
    { title: 'Failing probes', left: each('Failures', 'Sum'), right: each('StateChanges', 'Sum') },
    { title: 'Time of the probes', left: each('ProbeMs', 'Maximum') },
    { title: 'Dropped datagrams and receive queue', left: each('Drops', 'Sum'), right: each('RxQueue', 'Maximum') },
  );
}

function traffic({ ports }: Stage, metrics: Metrics): cloudwatch.IWidget[] {
  const protocols = [...new Set(ports.flatMap(transports))].sort().map((transport) => transport.toUpperCase());
  const each = (metric: string, statistic: 'Average' | 'Sum') =>
    protocols.map((protocol) => metrics.loadBalancer(`${metric}_${protocol}`, { statistic, label: protocol }));
  return row(
    { title: 'New flows', left: each('NewFlowCount', 'Sum') },
    { title: 'Active flows', left: each('ActiveFlowCount', 'Average') },
    { title: 'Bytes', left: each('ProcessedBytes', 'Sum') },
    {
      title: 'Packets, and the most in a second',
      left: [metrics.loadBalancer('ProcessedPackets', { statistic: 'Sum', label: 'Packets' })],
      right: [metrics.loadBalancer('PeakPacketsPerSecond', { statistic: 'Maximum', label: 'Packets per second' })],
    },
  );
}

function tasks({ capacity: { autoscaling } }: Stage, metrics: Metrics): cloudwatch.IWidget[] {
  const both = (metric: string): cloudwatch.IMetric[] => [
    metrics.ecsService(metric, { statistic: 'Average', label: 'Average' }),
    metrics.ecsService(metric, { statistic: 'Maximum', label: 'Busiest task' }),
  ];
  const percent = { min: 0, max: 100 };
  return row(
    {
      title: 'CPU (percent)',
      left: both('CPUUtilization'),
      leftYAxis: percent,
      leftAnnotations: autoscaling && [{ value: autoscaling.cpuTargetPercent, label: 'held by autoscaling' }],
    },
    { title: 'Memory (percent)', left: both('MemoryUtilization'), leftYAxis: percent },
  );
}

function limits({ ports }: Stage, metrics: Metrics): cloudwatch.IWidget[] {
  const protocols = [...new Set(ports.flatMap(transports))].sort().map((transport) => transport.toUpperCase());
  const sum = (metric: string, label: string) => metrics.loadBalancer(metric, { statistic: 'Sum', label });
  return row(
    {
      title: 'Stopped by the security group',
      left: protocols.map((protocol) =>
        sum(`SecurityGroupBlockedFlowCount_Inbound_${protocol}`, `Clients, ${protocol}`),
      ),
      right: [...new Set([...protocols, 'TCP'])].map((protocol) =>
        sum(`SecurityGroupBlockedFlowCount_Outbound_${protocol}`, `To the tasks, ${protocol}`),
      ),
    },
    {
      title: 'Rejected flows, no port left',
      left: [sum('RejectedFlowCount', 'Rejected'), sum('PortAllocationErrorCount', 'No port left')],
    },
    {
      title: 'Load balancer capacity units',
      left: [metrics.loadBalancer('ConsumedLCUs', { statistic: 'Average', periodMinutes: 60, label: 'Used' })],
    },
  );
}
