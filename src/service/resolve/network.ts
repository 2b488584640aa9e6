import type { CreatedNetwork, ImportedNetwork, Network, Subnet, Zone } from '../../model/model';
import { NatGateways, type NetworkOptions, NetworkPreset, type SubnetOptions } from '../../options';
import { type Checks, checkReference, IPV4_CIDR } from './checks';
import { resolveFlowLogs } from './flow-logs';

const CREATED = [
  'preset',
  'cidr',
  'zones',
  'natGateways',
  'natGatewayZone',
  'endpoints',
  'flowLogs',
  'restrictDefaultSecurityGroup',
  'loadBalancerInPublicSubnets',
];
const DEFAULT_ZONES: readonly string[] = ['1', '2'];
const IMPORTED = ['vpcCidr', 'loadBalancerSubnets', 'taskSubnets', 'assignPublicIp', 'existingEndpoints'];

/** Names of the zones of the load balancer, in order. */
export function loadBalancerZones(network: Network): string[] {
  return network.source === 'created'
    ? network.zones.map(({ name }) => name)
    : network.loadBalancerSubnets.map(({ zone }) => zone);
}

export function vpcCidr(network: Network): string {
  return network.cidr;
}

export function resolveNetwork(options: NetworkOptions, region: string | undefined, checks: Checks): Network {
  const imported = options.vpcId !== undefined;
  for (const key of imported ? CREATED : IMPORTED) {
    const value = (options as Record<string, unknown>)[key];
    if (value !== undefined) {
      checks.refuse(
        key,
        value,
        imported ? "the VPC exists already ('vpcId' is given)" : "the VPC is created ('vpcId' is not given)",
        imported ? `Remove '${key}', or remove 'vpcId' to have a VPC created.` : `Remove '${key}', or give 'vpcId'.`,
      );
    }
  }
  return imported ? importedNetwork(options, checks) : createdNetwork(options, region, checks);
}

function createdNetwork(options: NetworkOptions, region: string | undefined, checks: Checks): CreatedNetwork {
  const preset = options.preset ?? NetworkPreset.PUBLIC;
  if (options.natGateways !== undefined && preset !== NetworkPreset.NAT) {
    checks.refuse(
      'natGateways',
      options.natGateways,
      `the preset '${preset}' has no NAT`,
      "Remove it, or use the preset 'nat'.",
    );
  }
  checkNatGatewayZone(options, checks);
  if (options.loadBalancerInPublicSubnets && preset !== NetworkPreset.NAT) {
    checks.refuse(
      'loadBalancerInPublicSubnets',
      true,
      preset === NetworkPreset.PUBLIC
        ? "the load balancer of the preset 'public' has no other subnets"
        : "an internal service of the preset 'isolated' has no public subnets",
      "Remove it, or use the preset 'nat'.",
    );
  }
  const cidr = options.cidr ?? '10.0.0.0/16';
  if (!hasSubnets(cidr)) {
    checks.refuse('cidr', cidr, 'not an IPv4 CIDR block from /16 to /20', "Give a CIDR block such as '10.0.0.0/16'.");
  }
  return {
    source: 'created',
    preset,
    cidr,
    zones: resolveZones(options.zones ?? DEFAULT_ZONES, region, checks),
    natGateways: options.natGateways ?? NatGateways.ONE,
    loadBalancerInPublicSubnets: options.loadBalancerInPublicSubnets || undefined,
    natGatewayZone: options.natGatewayZone,
    flowLogs: options.flowLogs && resolveFlowLogs(options.flowLogs, checks.at('flowLogs')),
    restrictDefaultSecurityGroup: options.restrictDefaultSecurityGroup || undefined,
  };
}

function checkNatGatewayZone({ natGatewayZone, natGateways, zones, preset }: NetworkOptions, checks: Checks): void {
  if (natGatewayZone === undefined) return;
  if (preset !== NetworkPreset.NAT || natGateways === NatGateways.ONE_PER_ZONE) {
    checks.refuse(
      'natGatewayZone',
      natGatewayZone,
      'there is not one NAT gateway',
      "Remove it, or use the preset 'nat' with one NAT gateway.",
    );
  } else if (!(zones ?? DEFAULT_ZONES).includes(natGatewayZone)) {
    checks.refuse(
      'natGatewayZone',
      natGatewayZone,
      'not a zone of the network',
      `Name one of its zones: ${(zones ?? DEFAULT_ZONES).join(', ')}.`,
    );
  }
}

/** Whether a block is one of a VPC that has room for the subnets of every zone. */
export function hasSubnets(cidr: string): boolean {
  const length = Number(cidr.split('/')[1]);
  return IPV4_CIDR.test(cidr) && length >= 16 && length <= 20;
}

const ZONE_FORMS: readonly { readonly pattern: RegExp; readonly slot: (name: string) => number }[] = [
  { pattern: /^[1-6]$/, slot: (name) => Number(name) - 1 },
  { pattern: /^[a-h]$/, slot: (name) => name.charCodeAt(0) - 97 },
  { pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-h]$/, slot: (name) => name.charCodeAt(name.length - 1) - 97 },
];

function resolveZones(names: readonly string[], region: string | undefined, checks: Checks): Zone[] {
  const forms = names.map((name) => ZONE_FORMS.find(({ pattern }) => pattern.test(name)));
  names.forEach((name, index) => {
    if (!forms[index]) {
      checks.refuse(
        'zones',
        name,
        'not a zone',
        "Give '1' (the account's first zone), a letter such as 'a', or a full name such as 'eu-west-1a'.",
      );
    } else if (forms[index] !== forms[0]) {
      checks.refuse(
        'zones',
        name,
        `another form than '${names[0]}', so the two could be the same zone`,
        'Name all zones in the same form.',
      );
    } else if (region && name.length > 1 && !name.startsWith(region)) {
      checks.refuse(
        'zones',
        name,
        `not a zone of the stage's region '${region}'`,
        `Name a zone of ${region}, for example '${region}a'.`,
      );
    }
  });
  if (names.length === 0)
    checks.refuse('zones', names, 'a network has at least one zone', "Give zones such as ['1', '2'].");
  checks.unique('zones', names, 'the zone is named twice', 'Name each zone once.');
  return names.map((name, index) => ({ name, slot: forms[index]?.slot(name) ?? 0 }));
}

function importedNetwork(options: NetworkOptions, checks: Checks): ImportedNetwork {
  const vpcId = checkReference(
    checks,
    'vpcId',
    options.vpcId ?? '',
    /^vpc-[0-9a-f]{8,17}$/,
    'the ID of a VPC',
    'vpc-0123456789abcdef0',
  );
  if (options.vpcCidr === undefined) {
    checks.refuse(
      'vpcCidr',
      undefined,
      'the CIDR block of an existing VPC is not looked up',
      "Give it, for example '10.0.0.0/16'.",
    );
  } else {
    checks.text('vpcCidr', options.vpcCidr, IPV4_CIDR, 'an IPv4 CIDR block', '10.0.0.0/16');
  }
  const loadBalancerSubnets = resolveSubnets('loadBalancerSubnets', options.loadBalancerSubnets ?? [], checks);
  if (loadBalancerSubnets.length === 0) {
    checks.refuse(
      'loadBalancerSubnets',
      options.loadBalancerSubnets,
      'the subnets of an existing VPC are not looked up',
      "Give at least one, for example { subnetId: 'subnet-0123456789abcdef0', zone: 'eu-west-1a' }.",
    );
  }
  checks.unique(
    'loadBalancerSubnets',
    loadBalancerSubnets.map(({ zone }) => zone),
    'a load balancer has one subnet a zone',
    'Give one subnet for each zone.',
  );
  return {
    source: 'imported',
    vpcId,
    cidr: options.vpcCidr ?? '',
    loadBalancerSubnets,
    taskSubnets: options.taskSubnets ? resolveSubnets('taskSubnets', options.taskSubnets, checks) : loadBalancerSubnets,
    assignPublicIp: options.assignPublicIp ?? false,
    endpoints: options.existingEndpoints,
  };
}

function resolveSubnets(key: string, subnets: readonly SubnetOptions[], checks: Checks): Subnet[] {
  checks.unique(
    key,
    subnets.map(({ subnetId }) => subnetId),
    'the subnet is given twice',
    'Give each subnet once.',
  );
  return subnets.map(({ subnetId, zone }) => {
    checkReference(checks, key, subnetId, /^subnet-[0-9a-f]{8,17}$/, 'the ID of a subnet', 'subnet-0123456789abcdef0');
    checks.text(key, zone, /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'the name of an Availability Zone', 'eu-west-1a');
    return { subnetId, zone };
  });
}
