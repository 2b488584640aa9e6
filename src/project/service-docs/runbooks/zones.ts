import { loadBalancerZones } from '../../../model/alarm-catalogue';
import type { Service, Stage } from '../../../model/model';
import { literal, type Section, steps } from '../markdown';

export function zones({ stages }: Service): Section {
  return {
    title: 'Add or remove a zone',
    blocks: [
      `Zones today: ${stages.map((stage) => `${stage.name}: ${loadBalancerZones(stage).map(literal).join(', ')}${sparse(stage)}`).join('; ')}.`,
      'Subnets and addresses belong to the name of their zone, so another zone moves nothing that exists.',
      'Add:',
      steps(
        `Add its name to ${literal('network.zones')} (an imported network: its subnets to both lists), and where ` +
          `addresses are fixed by ID, its entry to ${literal('addresses')}.`,
        'Without cross-zone balancing every zone needs a task of its own, better two: raise `task.desiredCount` with it.',
        'Look at `npx udp-service impact` and deploy. A new elastic address is an output of the addresses stack: tell ' +
          'the clients before they rely on it.',
      ),
      'Remove:',
      steps(
        'Tell clients that know the address of the zone, and wait: clients that use the name follow within a minute or two.',
        `Remove the zone from ${literal('network.zones')} and ${literal('addresses')}. ` +
          '`npx udp-service impact` reports the address as lost: acknowledge it with the reason. Deploy.',
        'The Elastic IP is retained and costs money until it is released: `aws ec2 release-address --allocation-id <id>`. ' +
          'A released address never comes back.',
      ),
    ],
  };
}

/** Too few tasks for a zone that others do not help out. */
function sparse(stage: Stage): string {
  const count = loadBalancerZones(stage).length;
  return !stage.loadBalancer.crossZone && stage.task.desiredCount < count
    ? ` (${stage.task.desiredCount} tasks for ${count} zones without cross-zone balancing: a zone without a task is served by nobody)`
    : '';
}
