import type { Service } from '../../../model/model';
import { code, literal, type Section, steps } from '../markdown';

export function moveVpc({ stages }: Service): Section {
  const [{ name }] = stages;
  return {
    title: 'Move to another VPC',
    blocks: [
      'A load balancer, its target groups and security groups never leave their VPC, so a changed `network` replaces ' +
        'them all at once, and fails where fixed addresses are still attached to the old load balancer. Build the new ' +
        'one beside the old one instead:',
      steps(
        `Add a stage that inherits from the old one, in the new network:\n\n${code(
          'ts',
          `{ name: '${name}-2', extends: '${name}', network: { vpcId: 'vpc-…', /* subnets */ } }`,
        )}\n\nWith elastic addresses it gets new ones; give it ${literal('addresses: {}')} where there may be none.`,
        'Deploy it and ask it as a client would: `npx udp-service probe <address> <port>`.',
        'Point the name that clients use at the new load balancer, and wait until the old one has no new flows.',
        'Retire the old stage (below). Where clients know addresses and no name, follow “Cut over addresses”.',
      ),
    ],
  };
}
