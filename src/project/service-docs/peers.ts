import type { EgressRule, Service, Stage } from '../../model/model';
import { table } from '../../util/markdown';
import { literal, type Section } from './markdown';

/** Whom the security groups let talk to the service, and to whom they let the tasks talk. */
export function peersSection({ stages }: Service): Section {
  const narrowed = stages.some(({ egress }) => egress.kind === 'restricted');
  return {
    title: 'Clients and ways out',
    blocks: [
      table(
        ['stage', 'clients (`clients`)', 'the tasks may reach (`egress`)'],
        stages.map((stage) => [stage.name, clients(stage), reached(stage)]),
      ),
      'Only these clients reach the load balancer, and only the load balancer reaches the tasks.' +
        (narrowed
          ? ' What a task cannot start without, its image, logs, secrets and resolver, is among what it may reach.'
          : ''),
    ],
  };
}

function clients({ clients: { cidrs, prefixLists, securityGroups } }: Stage): string {
  return [...cidrs, ...prefixLists, ...securityGroups].map(literal).join(', ') || 'nobody';
}

function reached({ egress }: Stage): string {
  return egress.kind === 'all' ? 'everything' : egress.rules.map(rule).join(', ');
}

function rule({ protocol, fromPort, toPort, peer }: EgressRule): string {
  const ports = fromPort === toPort ? fromPort : `${fromPort}-${toPort}`;
  return `${protocol} ${ports} of ${peer.kind === 'endpoints' ? 'the VPC endpoints' : literal(peer.value)}`;
}
