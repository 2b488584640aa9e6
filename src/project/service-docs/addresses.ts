import { loadBalancerZones } from '../../model/alarm-catalogue';
import type { Service, Stage } from '../../model/model';
import { loadBalancerSubnetKind, subnetCidrs } from '../../model/subnet-cidrs';
import { literals, row } from './values';

/** Under what clients reach the service, and where the values are found. */
export function addresses({ stages }: Service) {
  const names = stages.flatMap(({ name, domain }) => (domain ? [row(nameValues(name, domain))] : []));
  const shared = stages.filter(({ privateLink }) => privateLink !== undefined);
  return {
    rows: stages.flatMap((stage) => loadBalancerZones(stage).map((zone) => row(addressValues(stage, zone)))),
    anyName: names.length > 0,
    names,
    sharedStages: shared.map(({ name }) => name).join(', '),
  };
}

function nameValues(stage: string, domain: NonNullable<Stage['domain']>) {
  return {
    stage,
    recordName: domain.recordName,
    alias: domain.record === 'alias',
    hostedZoneId: domain.hostedZoneId ?? false,
    zoneName: domain.zoneName,
  };
}

function addressValues(stage: Stage, zone: string) {
  const elastic = elasticAddress(stage, zone);
  const imported = importedAddress(stage, zone);
  const ip = privateAddress(stage, zone);
  return {
    stage: stage.name,
    scheme: stage.loadBalancer.scheme,
    zone,
    subnet: subnet(stage, zone),
    elastic,
    imported,
    private: ip,
    unfixed: !(elastic || imported || ip),
    internal: stage.loadBalancer.scheme === 'internal',
  };
}

function subnet({ network, loadBalancer }: Stage, zone: string): string {
  if (network.source === 'imported') {
    return literals(network.loadBalancerSubnets.filter((one) => one.zone === zone).map(({ subnetId }) => subnetId));
  }
  return network.zones
    .filter(({ name }) => name === zone)
    .map((one) => subnetCidrs(network.cidr, one)[loadBalancerSubnetKind(network, loadBalancer)])
    .join(', ');
}

function elasticAddress({ addresses: fixed }: Stage, zone: string) {
  if (fixed.source !== 'elastic' || !fixed.zones.includes(zone)) return false;
  return { output: `PublicIp${zone.replace(/[^A-Za-z0-9]/g, '')}` };
}

function importedAddress({ addresses: fixed }: Stage, zone: string) {
  if (fixed.source !== 'imported' || !(zone in fixed.allocationIds)) return false;
  return { allocationId: fixed.allocationIds[zone], publicIp: fixed.publicIps?.[zone] ?? false };
}

function privateAddress({ addresses: fixed }: Stage, zone: string) {
  return fixed.source === 'private' && zone in fixed.privateIps && { ip: fixed.privateIps[zone] };
}
