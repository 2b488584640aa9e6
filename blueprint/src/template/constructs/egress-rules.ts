import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { EgressPeer, EgressRule } from '../model';
import { deployTimeValue } from './deploy-time-value';

/** What the rules of egress are made of. */
export interface EgressRulesProps {
  /** Group of the tasks. */
  readonly securityGroup: ec2.ISecurityGroup;
  readonly rules: readonly EgressRule[];
  /** Group of the VPC endpoints; present where the network has them. */
  readonly endpointSecurityGroup?: ec2.ISecurityGroup;
}

/** The only ways out of a task, each a resource of its own that is named after what it allows. */
export class EgressRules extends Construct {
  constructor(scope: Construct, id: string, { securityGroup, rules, endpointSecurityGroup }: EgressRulesProps) {
    super(scope, id);
    for (const { protocol, fromPort, toPort, peer } of rules) {
      const ports = fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;
      new ec2.CfnSecurityGroupEgress(this, `${protocol}-${ports}-${peerName(peer)}`, {
        groupId: securityGroup.securityGroupId,
        description: `${protocol}-${ports} from the tasks`,
        ipProtocol: protocol,
        fromPort,
        toPort,
        ...this.destination(peer, endpointSecurityGroup),
      });
    }
  }

  private destination(
    peer: EgressPeer,
    endpointSecurityGroup: ec2.ISecurityGroup | undefined,
  ): Pick<ec2.CfnSecurityGroupEgressProps, 'cidrIp' | 'destinationPrefixListId' | 'destinationSecurityGroupId'> {
    switch (peer.kind) {
      case 'cidr':
        return { cidrIp: peer.value };
      case 'prefixList':
        return { destinationPrefixListId: deployTimeValue(this, peer.value) };
      case 'securityGroup':
        return { destinationSecurityGroupId: deployTimeValue(this, peer.value) };
      case 'endpoints':
        if (endpointSecurityGroup === undefined) {
          throw new Error(
            'egress.rules: a rule leads to the VPC endpoints, but the network has none. Name another peer, or use an ' +
              'isolated network.',
          );
        }
        return { destinationSecurityGroupId: endpointSecurityGroup.securityGroupId };
    }
  }
}

function peerName(peer: EgressPeer): string {
  return peer.kind === 'endpoints' ? peer.kind : peer.value;
}
