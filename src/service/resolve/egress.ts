import type { Egress, EgressPeer, EgressRule, Network } from '../../model/model';
import { type EgressOptions, EgressProtocol, type EgressRuleOptions } from '../../options';
import { type Checks, checkCidrs, checkPrefixLists, checkSecurityGroups } from './checks';
import { checkServiceName, isIsolated } from './endpoints';

const ANYWHERE: EgressPeer = { kind: 'cidr', value: '0.0.0.0/0' };

/** What the tasks may reach; a narrowed one keeps what no task starts without. */
export function resolveEgress(options: EgressOptions, network: Network, checks: Checks): Egress {
  const isolated = isIsolated(network);
  for (const service of options.awsServices ?? []) checkServiceName(checks, 'awsServices', service);
  checks.unique('awsServices', options.awsServices ?? [], 'the service is named twice', 'Name each service once.');
  const lists = checkPrefixLists(checks, 'gatewayPrefixLists', options.gatewayPrefixLists);
  const narrowed = options.rules !== undefined || options.awsServices !== undefined;
  if (lists.length > 0 && !(narrowed && isolated)) {
    checks.refuse(
      'gatewayPrefixLists',
      lists,
      narrowed ? 'the network has other ways out than its VPC endpoints' : 'everything may be reached',
      narrowed ? 'Remove it.' : "Remove it, or give 'egress.rules' (an empty list is enough).",
    );
  }
  if (!narrowed) return { kind: 'all' };
  const stated = (options.rules ?? []).flatMap((rule, index) => statedRules(rule, checks.at(`rules[${index}]`)));
  const rules = [
    ...httpsPeers(network, isolated, lists).map((peer) => tcp(443, peer)),
    ...resolver(network),
    ...stated,
  ];
  return { kind: 'restricted', rules: unique(rules) };
}

function statedRules(options: EgressRuleOptions, checks: Checks): EgressRule[] {
  const fromPort = checks.integer('port', options.port, 1, 65535);
  const toPort = options.toPort === undefined ? fromPort : checks.integer('toPort', options.toPort, 1, 65535);
  if (toPort < fromPort) {
    checks.refuse('toPort', toPort, `below the first port, ${fromPort}`, `Give ${fromPort} or more.`);
  }
  const peers: EgressPeer[] = [
    ...checkCidrs(checks, 'cidrs', options.cidrs).map((value) => ({ kind: 'cidr', value }) as const),
    ...checkPrefixLists(checks, 'prefixLists', options.prefixLists).map(
      (value) => ({ kind: 'prefixList', value }) as const,
    ),
    ...checkSecurityGroups(checks, 'securityGroups', options.securityGroups).map(
      (value) => ({ kind: 'securityGroup', value }) as const,
    ),
  ];
  if (peers.length === 0) {
    checks.refuse(
      'cidrs',
      options.cidrs,
      'the rule leads nowhere',
      "Give 'cidrs', 'prefixLists' or 'securityGroups', or remove the rule.",
    );
  }
  return peers.map((peer) => ({ protocol: options.protocol ?? EgressProtocol.TCP, fromPort, toPort, peer }));
}

/** Where images, logs and secrets are. Without an endpoint they have no addresses of their own that a rule could name. */
function httpsPeers(network: Network, isolated: boolean, gatewayPrefixLists: readonly string[]): EgressPeer[] {
  if (!isolated || gatewayPrefixLists.length === 0) return [ANYWHERE];
  return [
    network.source === 'created' ? { kind: 'endpoints' } : { kind: 'cidr', value: network.cidr },
    ...gatewayPrefixLists.map((value) => ({ kind: 'prefixList', value }) as const),
  ];
}

/** The resolver is the third address of the VPC; a lookup that does not fit a datagram goes on over TCP. */
function resolver({ cidr }: Network): EgressRule[] {
  const [first = 0, second = 0, third = 0, fourth = 0] = cidr.split('/')[0].split('.').map(Number);
  const peer: EgressPeer = { kind: 'cidr', value: `${first}.${second}.${third}.${fourth + 2}/32` };
  return [{ protocol: 'udp', fromPort: 53, toPort: 53, peer }, tcp(53, peer)];
}

function tcp(port: number, peer: EgressPeer): EgressRule {
  return { protocol: 'tcp', fromPort: port, toPort: port, peer };
}

/** The same rule twice is an error of EC2. */
function unique(rules: readonly EgressRule[]): EgressRule[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}
