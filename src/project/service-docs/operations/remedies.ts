import type { AlarmKind } from '../../../model/model';
import { literal } from '../markdown';

/** A link to another section of the document, by its heading. */
function see(heading: string, anchor: string): string {
  return `[${heading}](#${anchor})`;
}

const DEPLOYMENTS = see('Deployments', 'deployments');
const SCALING = see('Scaling', 'scaling');
const TARGETS = see('Unhealthy targets', 'unhealthy-targets');
const KILL_SWITCH = see('Overrule the health gate', 'overrule-the-health-gate-kill-switch');

/** What to do after the first look, by the kind of an alarm. */
export const REMEDIES: Readonly<Record<AlarmKind, readonly string[]>> = {
  'healthy-hosts': [
    `The state and the reason of each target lead on: ${TARGETS}.`,
    `Fewer targets than tasks were asked for: they stop, or do not start. ${DEPLOYMENTS} tells why.`,
  ],
  'unhealthy-hosts': [
    `The state and the reason of each target lead on: ${TARGETS}.`,
    `It began with a deployment: go back, see ${DEPLOYMENTS}.`,
  ],
  'unhealthy-routing': [
    `What still works does so by luck: the first target that turns healthy gets all of the traffic. ${TARGETS}.`,
  ],
  'zonal-health': [
    `\`npx udp-service live <stage>\` shows the targets of each zone. None there: ${DEPLOYMENTS} tells why no task starts.`,
    `All others are healthy: clients that know the address of this zone are helped at once by ${literal('loadBalancer: { crossZone: true }')}, where it is off.`,
    'All zones at once: it is not the zone, see the alarms of healthy tasks.',
  ],
  'blocked-outbound-udp': [
    'The rules are part of the stack: somebody changed them by hand, or an extension did. `npx projen diff:<stage>` shows ' +
      'what the template has; CloudFormation’s drift detection shows what was changed beside it.',
    'Deploying again does not bring a rule back that was removed by hand: add it again as the template has it.',
  ],
  'blocked-outbound-tcp': [
    'The same for health checks: they obey the outbound rules of the load balancer’s group. Until it is repaired every ' +
      'target is unhealthy.',
    'Compare the rules with the template as above: `npx projen diff:<stage>`.',
  ],
  'blocked-inbound': [
    'Flow logs of the network name the sources. A client of yours: add it to `clients` and deploy.',
    'Strangers: that is what the rule is for. Nothing is paid for what it stops; set ' +
      '`operations.alarms.blockedInboundFlows` above what is usual.',
  ],
  'rejected-flows': [
    'No target: see the alarm of healthy tasks. Targets are there: the load balancer itself refuses, which only AWS ' +
      'support can explain; open a case with the time and the ARN.',
  ],
  'port-allocation': [
    'Through PrivateLink all consumers share the private addresses of the load balancer: 55,000 flows a minute for each ' +
      `target. More tasks carry more: raise ${literal('capacity.minTasks')}.`,
  ],
  'consumed-lcus': [
    'Compare `NewFlowCount_UDP` with `ProcessedPackets` on the dashboard: nearly as many flows as packets means that ' +
      'clients take a new source port for each datagram. Let them keep one socket.',
    'The traffic is meant: raise `operations.alarms.consumedLcus`.',
  ],
  'no-traffic': [
    'Ask the service yourself from where the clients are: `npx udp-service probe <address> <port>`. It answers: look at ' +
      'the clients, their DNS and their network.',
    'It does not answer: look at blocked flows and at the targets.',
  ],
  cpu: [
    `The number of tasks is at its maximum: raise ${literal('capacity.maxTasks')}. It is not: see ${SCALING}.`,
    'New tasks get new flows only: old ones stay where they are until they are silent for 120 s.',
  ],
  'hot-task': [
    'A flow stays with its task. Few clients, or many behind one address with one source port, make one task hot: more ' +
      'tasks do not help, larger ones do (`task.cpu`), and clients that use several source ports do.',
  ],
  memory: [
    'One task grows: the application leaks, or holds state of its clients. All of them: raise `task.memoryLimitMiB`.',
    `Tasks that were killed name ${literal('OutOfMemoryError')} as their reason, see ${DEPLOYMENTS}.`,
  ],
  'gate-degraded': [
    'The application reads its queue but has no time for the probe. More tasks (' +
      `${literal('capacity.minTasks')}) relieve it for new flows; after ${literal('healthGate.degradedSeconds')} the task is taken out.`,
  ],
  'dropped-datagrams': [
    'The buffer of a socket cannot be enlarged on Fargate. The application must read faster (several sockets with ' +
      '`SO_REUSEPORT`, a thread that only reads), or more tasks must share the load.',
  ],
  'gate-always-on': [`The way back is in the same runbook as the switch: ${KILL_SWITCH}.`],
  'gate-silent': [
    'No line in its log: the tasks do not run, or the execution role may not write the log group.',
    `Lines with ${literal('_aws')} arrive, but no metrics: CloudWatch is late, or the log group is of a class that ` +
      'extracts none (`aws logs describe-log-groups`).',
  ],
};
