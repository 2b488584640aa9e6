import { type Control, list, property } from '../control';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const PLAIN: Pick<Control, 'why'> = {
  why: 'A listener of UDP cannot encrypt, and one of TCP passes on what the application encrypts itself. A protocol that encrypts (QUIC, DTLS, WireGuard) does so from end to end.',
};

/** https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html */
export const ELB: readonly Control[] = [
  {
    id: 'ELB.6',
    title: 'Load balancers are protected from deletion',
    type: LOAD_BALANCER,
    complies: (balancer) =>
      list(property(balancer, 'LoadBalancerAttributes')).some((attribute) => {
        const { Key, Value } = attribute as { Key: unknown; Value: unknown };
        return Key === 'deletion_protection.enabled' && Value === 'true';
      }),
    remedy: {
      option: '`loadBalancer: { deletionProtection: true }`',
      options: { loadBalancer: { deletionProtection: true } },
    },
    why: 'A stage for development is to be removed by one command.',
  },
  {
    id: 'ELB.13',
    title: 'Load balancers span two zones or more',
    type: LOAD_BALANCER,
    complies: (balancer) =>
      Math.max(list(property(balancer, 'Subnets')).length, list(property(balancer, 'SubnetMappings')).length) >= 2,
  },
  {
    id: 'ELB.18',
    title: 'Listeners encrypt in transit (TLS)',
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    complies: (listener) => property(listener, 'Protocol') === 'TLS',
    ...PLAIN,
  },
  {
    id: 'ELB.21',
    title: 'Health checks are encrypted (HTTPS)',
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    complies: (group) => property(group, 'HealthCheckProtocol') === 'HTTPS',
    why: 'The gate answers up or down inside the VPC and has no certificate: nothing in its answer is a secret.',
  },
  {
    id: 'ELB.22',
    title: 'Target groups use an encrypted transport',
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    complies: (group) => ['HTTPS', 'TLS', 'QUIC'].includes(String(property(group, 'Protocol'))),
    ...PLAIN,
  },
];
