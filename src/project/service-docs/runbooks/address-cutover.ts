import { loadBalancerZones } from '../../../model/alarm-catalogue';
import type { Service, Stage } from '../../../model/model';
import { code, literal, type Section, steps } from '../markdown';
import { regionOption, stackName } from '../names';
import { deleteStack } from './protection';

/** What differs between Elastic IPs and private addresses. */
interface Kind {
  readonly about: string;
  /** Shows what is attached where. */
  readonly listing: string;
  readonly option: string;
  /** What becomes of them when the old load balancer is deleted. */
  readonly freed: string;
  /** When they can be attached again. */
  readonly free: string;
  /** By what the old load balancer takes them again. */
  readonly again: string;
}

export function addressCutover(service: Service): Section {
  const facing = service.stages.filter(({ loadBalancer }) => loadBalancer.scheme === 'internet-facing');
  const stage = (facing.length > 0 ? facing : service.stages).slice(-1)[0];
  const { about, again, free, freed, listing, option } = facing.length > 0 ? elastic(stage) : inside(stage);
  const region = regionOption(stage);
  return {
    title: 'Cut over addresses from an old load balancer to this one',
    blocks: [
      about,
      '**Interruption**: from the third step until targets are healthy: a few minutes for the load balancer and one or ' +
        'two for its targets. Datagrams sent in between are lost; plan 15 minutes and announce them.',
      'Before:',
      steps(
        'Prove the service under another stage without fixed addresses: it deploys, it answers its clients’ questions, ' +
          'its security group admits them (the client sees the same address, but another security group decides).',
        `Write down what is attached where:\n\n${code('sh', listing)}`,
        'Keep all of the old side but its load balancer: targets, target groups, its template. They are the way back.',
      ),
      'The cutover:',
      steps(
        `Write the addresses, each with its zone, and deploy nothing yet: ${literal(`addresses: { ${option} }`)}. Run ` +
          '`npx projen`, `npx projen test:update` and `npx projen build`, and commit.',
        'Where this stage runs already with a load balancer of its own, delete its service stack ' +
          `(“Replace the load balancer”): ${literal(stackName(service, stage, 'service'))}.`,
        `Delete the old load balancer; ${freed}:` +
          `\n\n${code('sh', `aws elbv2 delete-load-balancer --load-balancer-arn <old>${region} && aws elbv2 wait load-balancers-deleted --load-balancer-arns <old>${region}`)}`,
        `Wait until ${free} (a minute or two), then deploy: ${literal(`npx projen deploy:${stage.name}`)}.`,
        `Ask every address: ${literal('npx udp-service probe <address> <port>')}.`,
      ),
      `Way back: delete the new load balancer with its stack, and create the old one again with ${again} and its old ` +
        `target groups.\n\n${code('sh', deleteStack(service, stage, 'service'))}`,
    ],
  };
}

function elastic(stage: Stage): Kind {
  return {
    about:
      'An Elastic IP is given to a load balancer when it is created, and to one at a time. So there is a moment in which ' +
      'the addresses belong to nobody. Elastic IPs move within one account and region; between accounts they are ' +
      'transferred first (`aws ec2 enable-address-transfer --allocation-id <id> --transfer-account-id <account>`), detached.',
    listing: `aws ec2 describe-addresses${regionOption(stage)} --query 'Addresses[].[AllocationId,PublicIp,AssociationId,NetworkInterfaceId]' --output table`,
    option: `allocationIds: { ${byZone(stage, 'eipalloc-…')} }`,
    freed: 'its addresses stay in the account',
    free: `${literal('AssociationId')} is empty for every address`,
    again: 'the same allocation IDs',
  };
}

function inside(stage: Stage): Kind {
  return {
    about:
      'A private address belongs to the subnet, and to one network interface of a load balancer at a time. So this one ' +
      'takes over the addresses of an old one in the same subnets only, and there is a moment in which they belong to nobody.',
    listing: `aws ec2 describe-network-interfaces${regionOption(stage)} --filters 'Name=description,Values=ELB net/*' --query 'NetworkInterfaces[].[PrivateIpAddress,AvailabilityZone,SubnetId,Description]' --output table`,
    option: `privateIps: { ${byZone(stage, '10.…')} }`,
    freed: 'its addresses are free with its interfaces',
    free: 'the command above lists none of the addresses any more',
    again: 'the same private addresses',
  };
}

function byZone(stage: Stage, value: string): string {
  return loadBalancerZones(stage)
    .map((zone) => `'${zone}': '${value}'`)
    .join(', ');
}
