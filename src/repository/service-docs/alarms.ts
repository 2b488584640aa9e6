import { table } from '../../markdown';
import type { Service } from '../../service/model';
import { code, literal, type Section } from './markdown';
import { perStage, regionOption, stackName } from './names';

/** A sign that something is wrong: where it is seen and what it means. */
interface Sign {
  readonly sign: string;
  readonly metric: string;
  readonly means: string;
  readonly first: string;
}

/** Signs that hold for every service of this kind. */
const SIGNS: readonly Sign[] = [
  {
    sign: 'fewer healthy targets than tasks',
    metric: 'AWS/NetworkELB HealthyHostCount, Maximum',
    means:
      'the load balancer takes tasks out: the gate says the application does not answer, or the gate is not reached',
    first: 'the log group of the health gate: its last `state` line names the port and the reason',
  },
  {
    sign: 'traffic to unhealthy targets',
    metric: 'AWS/NetworkELB UnhealthyRoutingFlowCount, Sum',
    means: 'no target is healthy and the load balancer sends to all of them: what still works does so by luck',
    first: 'the gate’s log, then the last deployment',
  },
  {
    sign: 'health checks are blocked',
    metric: 'AWS/NetworkELB SecurityGroupBlockedFlowCount_Outbound_TCP, Sum',
    means: 'a rule between load balancer and tasks is missing',
    first: 'what changed in the security groups: `npx projen diff:<stage>`',
  },
  {
    sign: 'clients are blocked',
    metric: 'AWS/NetworkELB SecurityGroupBlockedFlowCount_Inbound_UDP, Sum',
    means: 'somebody sends who is not among the clients of this stage',
    first: 'the clients in `.projenrc.ts`; strangers are what the rule is for',
  },
  {
    sign: 'datagrams are dropped while the CPU is idle',
    metric: 'UdpService/HealthGate Drops, Sum',
    means: 'the application does not read its socket fast enough; the buffer cannot be enlarged on Fargate',
    first: 'more tasks; then how the application reads',
  },
  {
    sign: 'the gate says ok whatever happens',
    metric: 'UdpService/HealthGate AlwaysOn, Maximum',
    means: 'somebody pulled the kill switch',
    first: 'the runbook of the kill switch: the way back',
  },
];

/** What goes wrong, where it is seen, and what to do first. */
export function alarmsSection(service: Service): Section {
  const gated = service.stages.some(({ healthGate }) => healthGate !== undefined);
  const signs = SIGNS.filter(({ metric }) => gated || !metric.startsWith('UdpService/HealthGate'));
  return {
    title: 'When something is wrong',
    blocks: [
      'One screen with addresses, targets by zone, tasks, last deployment, verdicts and blocked flows. It needs the AWS ' +
        'CLI and read-only credentials; `--policy` prints the least that they must allow:',
      code(
        'sh',
        perStage(service, (stage) => `npx udp-service live ${stage.name}`),
      ),
      table(
        ['sign', 'metric', 'means', 'look first at'],
        signs.map(({ sign, metric, means, first }) => [sign, literal(metric), means, first]),
      ),
      'Metrics with `_UDP` in their name, and those of blocked flows, are only published when they are not zero: no ' +
        'data means zero. What stopped a task is in the events of the ECS service:',
      code(
        'sh',
        perStage(service, (stage) => {
          const region = regionOption(stage);
          return [
            `aws cloudformation describe-stacks --stack-name ${stackName(service, stage, 'service')}${region} --query "Stacks[0].Outputs[?OutputKey=='ClusterName' || OutputKey=='ServiceName'].OutputValue" --output text`,
            `aws ecs describe-services --cluster <cluster> --services <service>${region} --query 'services[0].events[:10].[createdAt,message]' --output text`,
          ].join('\n');
        }),
      ),
    ],
    sections: [
      {
        title: 'Messages and the option to set',
        blocks: [
          table(
            ['message in the log or in the stopped reason', 'cause', 'option'],
            [
              [
                literal('exec format error'),
                'the image was built for another processor architecture than the task has',
                `${literal('task: { architecture: Architecture.X86_64 }')} or ${literal('Architecture.ARM64')}; now ${architectures(service)}`,
              ],
              [
                literal('Read-only file system'),
                'the application writes below its read-only root',
                `${literal("application: { writablePaths: ['/var/cache/app'] }")}, or ${literal('readonlyRootFilesystem: false')}`,
              ],
              [
                literal('Permission denied'),
                'a writable path belongs to root, and the application runs as another user',
                'declare the path as `VOLUME` in the image and give it to that user',
              ],
              [
                literal('CannotPullContainerError'),
                'the task has no way to the registry, or the execution role may not pull, or the version does not exist',
                `${literal('network')} (NAT, public addresses or endpoints), the repository’s policy, ${literal('images.json')}`,
              ],
              [
                literal('has no healthy targets'),
                'the gate’s verdict is not ok, or nothing answers the health check',
                `${literal('probe')} of the port; ${literal('healthGate')}; the gate’s log`,
              ],
            ],
          ),
        ],
      },
    ],
  };
}

function architectures({ stages }: Service): string {
  return stages.map(({ name, task }) => `${name}: ${literal(task.architecture)}`).join(', ');
}
