import { loadBalancerZones } from '../../../service/alarm-catalogue';
import type { Service } from '../../../service/model';
import { code, literal, type Section, steps } from '../markdown';
import { regionOption, stackName } from '../names';
import { deleteStack } from './protection';

export function addressCutover(service: Service): Section {
  const stage = service.stages[service.stages.length - 1];
  const region = regionOption(stage);
  const ids = loadBalancerZones(stage).map((zone) => `'${zone}': 'eipalloc-…'`);
  return {
    title: 'Cut over addresses from an old load balancer to this one',
    blocks: [
      'An Elastic IP is given to a load balancer when it is created, and to one at a time. So there is a moment in which ' +
        'the addresses belong to nobody. Elastic IPs move within one account and region; between accounts they are ' +
        'transferred first (`aws ec2 enable-address-transfer --allocation-id <id> --transfer-account-id <account>`), detached.',
      '**Interruption**: from the third step until targets are healthy: a few minutes for the load balancer and one or ' +
        'two for its targets. Datagrams sent in between are lost; plan 15 minutes and announce them.',
      'Before:',
      steps(
        'Prove the service under another stage without fixed addresses: it deploys, it answers its clients’ questions, ' +
          'its security group admits them (the client sees the same address, but another security group decides).',
        `Write down what is attached where:\n\n${code(
          'sh',
          `aws ec2 describe-addresses${region} --query 'Addresses[].[AllocationId,PublicIp,AssociationId,NetworkInterfaceId]' --output table`,
        )}`,
        'Keep all of the old side but its load balancer: targets, target groups, its template. They are the way back.',
      ),
      'The cutover:',
      steps(
        `Write the addresses, each with its zone, and deploy nothing yet: ${literal(`addresses: { allocationIds: { ${ids.join(', ')} } }`)}. ` +
          'Run `npx projen build` and commit.',
        'Where this stage runs already with a load balancer of its own, delete its service stack ' +
          `(“Replace the load balancer”): ${literal(stackName(service, stage, 'service'))}.`,
        'Delete the old load balancer; its addresses stay in the account:' +
          `\n\n${code('sh', `aws elbv2 delete-load-balancer --load-balancer-arn <old>${region} && aws elbv2 wait load-balancers-deleted --load-balancer-arns <old>${region}`)}`,
        `Wait until ${literal('AssociationId')} is empty for every address (a minute or two), then deploy: ` +
          `${literal(`npx projen deploy:${stage.name}`)}.`,
        `Ask every address: ${literal('npx udp-service probe <address> <port>')}.`,
      ),
      `Way back: delete the new load balancer with its stack, and create the old one again with the same allocation IDs ` +
        `and its old target groups.\n\n${code('sh', deleteStack(service, stage, 'service'))}`,
    ],
  };
}
