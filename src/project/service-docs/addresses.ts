import { loadBalancerZones } from '../../model/alarm-catalogue';
import type { Addresses, Service, Stage } from '../../model/model';
import { loadBalancerSubnetKind, subnetCidrs } from '../../model/subnet-cidrs';
import { table } from '../../util/markdown';
import { code, literal, type Section } from './markdown';
import { perStage, regionOption, stackName } from './names';

/** Under what clients reach the service, and where the values are found. */
export function addressesSection(service: Service): Section {
  const rows = service.stages.flatMap((stage) => addressRows(stage).map((row) => [stage.name, ...row]));
  return {
    title: 'Addresses',
    blocks: [
      table(['stage', 'scheme', 'zone', 'subnet of the load balancer', 'address'], rows),
      ...names(service),
      'The name of the load balancer, and the fixed addresses where there are any, are outputs of the stacks:',
      code(
        'sh',
        perStage(service, (stage) =>
          outputStacks(stage)
            .map((part) => outputsCommand(stackName(service, stage, part), stage))
            .join('\n'),
        ),
      ),
    ],
  };
}

/** The names of `domain`, and what consumers of PrivateLink need. */
function names({ stages }: Service): string[] {
  const named = stages.flatMap(({ name, domain }) => (domain ? [{ name, domain }] : []));
  const shared = stages.filter(({ privateLink }) => privateLink !== undefined).map(({ name }) => name);
  return [
    ...(named.length > 0
      ? [
          table(
            ['stage', 'name', 'leads to', 'record'],
            named.map(({ name, domain }) => [
              name,
              literal(domain.recordName),
              domain.record === 'alias' ? 'the load balancer' : 'the fixed addresses',
              domain.hostedZoneId === undefined
                ? `yours to create in ${literal(domain.zoneName)}: output ${literal('DomainRecords')}`
                : `created in hosted zone ${literal(domain.hostedZoneId)}`,
            ]),
          ),
        ]
      : []),
    ...(shared.length > 0
      ? [
          `Consumers in other VPCs create an endpoint for the service that the output ${literal('EndpointServiceName')} ` +
            `names (AWS PrivateLink: ${shared.join(', ')}).`,
        ]
      : []),
  ];
}

function addressRows(stage: Stage): string[][] {
  return loadBalancerZones(stage).map((zone) => [
    stage.loadBalancer.scheme,
    zone,
    subnet(stage, zone),
    address(stage.addresses, zone, stage),
  ]);
}

function subnet({ network, loadBalancer }: Stage, zone: string): string {
  if (network.source === 'imported') {
    return network.loadBalancerSubnets
      .filter((one) => one.zone === zone)
      .map(({ subnetId }) => literal(subnetId))
      .join(', ');
  }
  return network.zones
    .filter(({ name }) => name === zone)
    .map((one) => subnetCidrs(network.cidr, one)[loadBalancerSubnetKind(network, loadBalancer)])
    .join(', ');
}

function address(addresses: Addresses, zone: string, { loadBalancer }: Stage): string {
  const any = loadBalancer.scheme === 'internal' ? 'changes: use the name' : 'may change: use the name';
  switch (addresses.source) {
    case 'none':
      return any;
    case 'elastic':
      return addresses.zones.includes(zone)
        ? `Elastic IP, output ${literal(`PublicIp${zone.replace(/[^A-Za-z0-9]/g, '')}`)}, retained`
        : any;
    case 'imported':
      return zone in addresses.allocationIds
        ? `${addresses.publicIps ? `${literal(addresses.publicIps[zone])}, ` : ''}Elastic IP ${literal(addresses.allocationIds[zone])}, not ours`
        : any;
    case 'private':
      return zone in addresses.privateIps ? literal(addresses.privateIps[zone]) : any;
  }
}

function outputStacks({ addresses }: Stage): ('addresses' | 'service')[] {
  return addresses.source === 'elastic' ? ['service', 'addresses'] : ['service'];
}

function outputsCommand(stack: string, stage: Stage): string {
  const query = "'Stacks[0].Outputs[].[OutputKey,OutputValue]'";
  return `aws cloudformation describe-stacks --stack-name ${stack}${regionOption(stage)} --query ${query} --output table`;
}
