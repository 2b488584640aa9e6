import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Aws, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ImportedAddresses, Stage } from '../model';
import { deployTimeValue } from './deploy-time-value';
import { Domain } from './domain';
import { createEndpointService } from './endpoint-service';

/** What the ways to a service are made of. */
export interface ReachProps {
  readonly stage: Stage;
  readonly loadBalancer: elbv2.NetworkLoadBalancer;
  /** New Elastic IPs by the name of the zone. */
  readonly publicIps?: Readonly<Record<string, string>>;
}

/** By what clients reach the service beside the load balancer's own name: fixed addresses, a name, PrivateLink. */
export class Reach extends Construct {
  constructor(scope: Construct, id: string, { stage, loadBalancer, publicIps = {} }: ReachProps) {
    super(scope, id);
    const { addresses, domain, privateLink } = stage;
    const known =
      addresses.source === 'private'
        ? addresses.privateIps
        : addresses.source === 'imported'
          ? (addresses.publicIps ?? {})
          : publicIps;
    // New addresses are outputs of their own stack.
    if (addresses.source === 'imported') {
      this.addCutover(stage, addresses);
    } else if (addresses.source === 'private') {
      this.addOutput('Addresses', ADDRESSES, listing(addresses.privateIps));
    }
    if (domain) {
      new Domain(this, 'Domain', { domain, loadBalancer, addresses: domain.record === 'addresses' ? known : {} });
    }
    if (privateLink) {
      const service = createEndpointService(this, 'EndpointService', privateLink, loadBalancer);
      this.addOutput(
        'EndpointServiceName',
        'Name by which consumers create an endpoint',
        service.vpcEndpointServiceName,
      );
    }
  }

  /** Imported addresses are often attached elsewhere still; the command says to what. */
  private addCutover(stage: Stage, { allocationIds, publicIps }: ImportedAddresses): void {
    const ids = Object.fromEntries(
      Object.entries(allocationIds).map(([zone, allocationId]) => [zone, deployTimeValue(this, allocationId)]),
    );
    this.addOutput('Addresses', ADDRESSES, listing(publicIps ?? ids));
    this.addOutput(
      'AddressesInUseCommand',
      'Shows what the addresses are attached to',
      `aws ec2 describe-addresses --region ${stage.region ?? Aws.REGION} --allocation-ids ${Object.values(ids).join(' ')} ` +
        "--query 'Addresses[].[PublicIp,AllocationId,AssociationId,NetworkInterfaceId]' --output table",
    );
  }

  private addOutput(id: string, description: string, value: string): void {
    new CfnOutput(Stack.of(this), id, { description, value });
  }
}

const ADDRESSES = 'Fixed addresses of the load balancer by zone';

function listing(record: Readonly<Record<string, string>>): string {
  return Object.entries(record)
    .map(([zone, address]) => `${zone}=${address}`)
    .join(' ');
}
