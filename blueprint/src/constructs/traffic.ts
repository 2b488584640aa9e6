import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Clients, Port } from '../model';
import { transportPorts } from './transports';

/** ICMP type 3, destination unreachable: without it a client never learns that its datagrams are too large. */
const DESTINATION_UNREACHABLE = 3;

/** What the traffic rules of a service are made of. */
export interface TrafficProps {
  readonly vpc: ec2.IVpc;
  readonly ports: readonly Port[];
  readonly clients: Clients;
}

/**
 * The two security groups of the service and the only ways through them: clients → load balancer → tasks.
 *
 * Rules are resources of their own, not lists inside the groups, and what a rule admits identifies it: so a port that
 * comes or goes touches no other rule, and no rule collides with itself under another name.
 */
export class Traffic extends Construct {
  readonly loadBalancerSecurityGroup: ec2.SecurityGroup;
  readonly taskSecurityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, { vpc, ports, clients }: TrafficProps) {
    super(scope, id);
    // A load balancer that is created without a security group can never get one.
    this.loadBalancerSecurityGroup = new ec2.SecurityGroup(this, 'LoadBalancer', {
      vpc,
      description: 'Load balancer: admits the clients of the service',
      allowAllOutbound: false,
    });
    this.taskSecurityGroup = new ec2.SecurityGroup(this, 'Task', {
      vpc,
      description: 'Tasks: admit the load balancer alone',
      allowAllOutbound: true,
    });
    this.admitClients(ports, clients);
    this.admitLoadBalancer(ports);
  }

  private admitClients(ports: readonly Port[], clients: Clients): void {
    const clientRules = new Construct(this, 'Clients');
    const connections = ports.flatMap((port) => transportPorts(port, port.port));
    connections.push(ec2.Port.icmpType(DESTINATION_UNREACHABLE));
    const peers = [
      ...clients.cidrs.map((cidr) => ({ name: cidr, peer: ec2.Peer.ipv4(cidr) })),
      ...clients.prefixLists.map((id) => ({ name: id, peer: ec2.Peer.prefixList(id) })),
    ];
    for (const { name, peer } of peers) {
      for (const connection of connections) {
        new ec2.CfnSecurityGroupIngress(clientRules, `${connection} from ${name}`, {
          groupId: this.loadBalancerSecurityGroup.securityGroupId,
          description: `${connection} from clients`,
          ...peer.toIngressRuleConfig(),
          ...connection.toRuleJson(),
        });
      }
    }
  }

  /** Health checks leave through the load balancer's egress rules, so they need a rule on both sides, too. */
  private admitLoadBalancer(ports: readonly Port[]): void {
    const connections = ports.flatMap((port) => [
      ...transportPorts(port, port.containerPort),
      ec2.Port.tcp(port.healthCheck.port),
    ]);
    const unique = new Map(connections.map((connection) => [connection.toString(), connection]));
    for (const connection of unique.values()) {
      this.loadBalancerSecurityGroup.connections.allowTo(
        this.taskSecurityGroup,
        connection,
        `${connection} to the tasks`,
      );
    }
  }
}
