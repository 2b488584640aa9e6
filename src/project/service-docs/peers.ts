import type { EgressRule, Service, Stage } from '../../model/model';
import { literals, row, separated } from './values';

/** Whom the security groups let talk to the service, and to whom they let the tasks talk. */
export function peers({ stages }: Service) {
  return {
    rows: stages.map((stage) => row(stagePeers(stage))),
    anyRestricted: stages.some(({ egress }) => egress.kind === 'restricted'),
  };
}

function stagePeers({ name, clients: { cidrs, prefixLists, securityGroups }, egress }: Stage) {
  return {
    stage: name,
    clients: literals([...cidrs, ...prefixLists, ...securityGroups]),
    everything: egress.kind === 'all',
    rules: egress.kind === 'all' ? [] : separated(egress.rules.map(rule)),
  };
}

function rule({ protocol, fromPort, toPort, peer }: EgressRule) {
  return {
    protocol,
    ports: fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`,
    peer: peer.kind !== 'endpoints' && peer.value,
  };
}
