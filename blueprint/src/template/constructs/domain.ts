import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Domain as DomainModel } from '../model';
import { deployTimeValue } from './deploy-time-value';

/** What the name of a service is made of. */
export interface DomainProps {
  readonly domain: DomainModel;
  readonly loadBalancer: elbv2.NetworkLoadBalancer;
  /** Fixed addresses by the name of the zone; present where the name leads to them. */
  readonly addresses?: Readonly<Record<string, string>>;
}

/** The name of the service: a record in Route 53, or the records that somebody has to create elsewhere. */
export class Domain extends Construct {
  constructor(scope: Construct, id: string, { domain, loadBalancer, addresses = {} }: DomainProps) {
    super(scope, id);
    const { recordName, ttlSeconds } = domain;
    const values = Object.values(addresses);
    if (domain.record === 'addresses' && values.length === 0) {
      throw new Error(
        `domain.record: "${recordName}" leads to fixed addresses, but the load balancer has none that are known. ` +
          'Let it lead to the load balancer ("alias").',
      );
    }
    if (domain.hostedZoneId === undefined) {
      const records =
        domain.record === 'alias'
          ? [`${recordName}. ${ttlSeconds} IN CNAME ${loadBalancer.loadBalancerDnsName}.`]
          : values.map((address) => `${recordName}. ${ttlSeconds} IN A ${address}`);
      new CfnOutput(Stack.of(this), 'DomainRecords', {
        description: `Records to create in the zone ${domain.zoneName}`,
        value: records.join('\n'),
      });
      return;
    }
    new route53.ARecord(this, 'Record', {
      zone: route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: deployTimeValue(this, domain.hostedZoneId),
        zoneName: domain.zoneName,
      }),
      recordName: `${recordName}.`,
      ...(domain.record === 'alias'
        ? { target: route53.RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer)) }
        : { target: route53.RecordTarget.fromIpAddresses(...values), ttl: Duration.seconds(ttlSeconds) }),
    });
  }
}
