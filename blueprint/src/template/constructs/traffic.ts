import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Clients, Egress, Port } from '../model';
import { deployTimeValue } from './deploy-time-value';
import { EgressRules } from './egress-rules';
import { transports } from './transports';

/** What a rule admits, in the words of CloudFormation. */
interface Flow {
  /** Short name; part of logical IDs. */
  readonly name: string;
  readonly ipProtocol: 'icmp' | 'tcp' | 'udp';
  readonly fromPort: number;
  readonly toPort: number;
}

/** Without it a client never learns that its datagrams are too large for the path. */
const DESTINATION_UNREACHABLE: Flow = { name: 'icmp-3', ipProtocol: 'icmp', fromPort: 3, toPort: -1 };

/** What the traffic rules of a service are made of. */
export interface TrafficProps {
  readonly vpc: ec2.IVpc;
  readonly ports: readonly Port[];
  readonly clients: Clients;
  readonly egress: Egress;
  /** Group of the VPC endpoints; present where the network has them. */
  readonly endpointSecurityGroup?: ec2.ISecurityGroup;
}

/**
 * The two security groups of the service and the only ways through them: clients → load balancer → tasks.
 *
 * Rules are resources of their own, not lists inside the groups, and what a rule admits identifies it: a port that
 * comes or goes touches no other rule, and CloudFormation, which creates before it deletes, never meets a rule's double
 * under another name. They are not left to `connections.allowTo`: it takes from the load balancer's group the explicit
 * rule that denies all other egress, and so relies on what EC2 does with a group without one.
 */
export class Traffic extends Construct {
  readonly loadBalancerSecurityGroup: ec2.SecurityGroup;
  readonly taskSecurityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props: TrafficProps) {
    super(scope, id);
    const { vpc, ports, clients, egress, endpointSecurityGroup } = props;
    // A load balancer that is created without a security group can never get one.
    this.loadBalancerSecurityGroup = new ec2.SecurityGroup(this, 'LoadBalancer', {
      vpc,
      description: 'Load balancer: admits the clients of the service',
      allowAllOutbound: false,
    });
    this.taskSecurityGroup = new ec2.SecurityGroup(this, 'Task', {
      vpc,
      description: 'Tasks: admit the load balancer alone',
      allowAllOutbound: egress.kind === 'all',
    });
    this.admitClients(ports, clients);
    this.admitLoadBalancer(ports);
    if (egress.kind === 'restricted') {
      new EgressRules(this, 'FromTasks', {
        securityGroup: this.taskSecurityGroup,
        rules: egress.rules,
        endpointSecurityGroup,
      });
    }
  }

  private admitClients(ports: readonly Port[], clients: Clients): void {
    const rules = new Construct(this, 'FromClients');
    const flows = [...ports.flatMap((port) => portFlows(port, port.port)), DESTINATION_UNREACHABLE];
    const peers = [
      ...clients.cidrs.map((cidr) => ({ name: cidr, source: { cidrIp: cidr } })),
      ...clients.prefixLists.map((id) => ({ name: id, source: { sourcePrefixListId: deployTimeValue(this, id) } })),
      ...clients.securityGroups.map((id) => ({
        name: id,
        source: { sourceSecurityGroupId: deployTimeValue(this, id) },
      })),
    ];
    for (const { name: peer, source } of peers) {
      for (const { name, ...flow } of flows) {
        new ec2.CfnSecurityGroupIngress(rules, `${name}-${peer}`, {
          groupId: this.loadBalancerSecurityGroup.securityGroupId,
          description: `${name} from clients`,
          ...flow,
          ...source,
        });
      }
    }
  }

  /** Health checks leave through the load balancer's egress rules, so they need a rule on both sides, too. */
  private admitLoadBalancer(ports: readonly Port[]): void {
    const loadBalancer = this.loadBalancerSecurityGroup.securityGroupId;
    const task = this.taskSecurityGroup.securityGroupId;
    const egress = new Construct(this, 'ToTasks');
    const ingress = new Construct(this, 'FromLoadBalancer');
    for (const { name, ...flow } of unique(ports.flatMap(targetFlows))) {
      new ec2.CfnSecurityGroupEgress(egress, name, {
        groupId: loadBalancer,
        destinationSecurityGroupId: task,
        description: `${name} to the tasks`,
        ...flow,
      });
      new ec2.CfnSecurityGroupIngress(ingress, name, {
        groupId: task,
        sourceSecurityGroupId: loadBalancer,
        description: `${name} from the load balancer`,
        ...flow,
      });
    }
  }
}

/** What the load balancer sends to a task for a port: its traffic and its health checks. */
function targetFlows(port: Port): Flow[] {
  return [...portFlows(port, port.containerPort), flow('tcp', port.healthCheck.port)];
}

function portFlows(port: Port, number: number): Flow[] {
  return transports(port).map((transport) => flow(transport, number));
}

function flow(transport: 'tcp' | 'udp', number: number): Flow {
  return { name: `${transport}-${number}`, ipProtocol: transport, fromPort: number, toPort: number };
}

/** Several ports share one health gate, and a TCP port may be checked itself: the same rule twice is an error of EC2. */
function unique(flows: readonly Flow[]): Flow[] {
  return [...new Map(flows.map((item) => [item.name, item])).values()];
}
