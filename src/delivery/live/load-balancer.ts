import type { LiveLoadBalancer, LiveTarget } from './model';
import { physicalId, type RunningStack } from './stack';

export function loadBalancerArn(stack: RunningStack): string {
  return physicalId(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerNlb');
}

/** `net/name/id`: what metrics and network interfaces know the load balancer by. */
export function fullName(stack: RunningStack): string {
  return loadBalancerArn(stack).split(':loadbalancer/')[1];
}

export async function readLoadBalancer(stack: RunningStack): Promise<LiveLoadBalancer> {
  const [{ LoadBalancers }, { NetworkInterfaces }] = await Promise.all([
    stack.aws<{
      LoadBalancers: { DNSName: string; State: { Code: string }; AvailabilityZones: { ZoneName: string }[] }[];
    }>('elbv2', 'describe-load-balancers', '--load-balancer-arns', loadBalancerArn(stack)),
    stack.aws<{
      NetworkInterfaces: {
        AvailabilityZone: string;
        PrivateIpAddress: string;
        Association?: { PublicIp: string };
      }[];
    }>('ec2', 'describe-network-interfaces', '--filters', `Name=description,Values=ELB ${fullName(stack)}`),
  ]);
  const [balancer] = LoadBalancers;
  return {
    name: balancer.DNSName,
    state: balancer.State.Code,
    zones: balancer.AvailabilityZones.map(({ ZoneName }) => ZoneName)
      .sort()
      .map((zone) => ({
        zone,
        addresses: NetworkInterfaces.filter(({ AvailabilityZone }) => AvailabilityZone === zone).map(
          ({ Association, PrivateIpAddress }) => Association?.PublicIp ?? PrivateIpAddress,
        ),
      })),
  };
}

export async function readTargets(stack: RunningStack): Promise<LiveTarget[]> {
  const { TargetGroups } = await stack.aws<{
    TargetGroups: { TargetGroupArn: string; Port: number; Protocol: string }[];
  }>('elbv2', 'describe-target-groups', '--load-balancer-arn', loadBalancerArn(stack));
  const targets = TargetGroups.map(async ({ TargetGroupArn, Port: number, Protocol: protocol }) => {
    const { TargetHealthDescriptions } = await stack.aws<{
      TargetHealthDescriptions: {
        Target: { Id: string; AvailabilityZone?: string };
        TargetHealth: { State: string; Reason?: string };
      }[];
    }>('elbv2', 'describe-target-health', '--target-group-arn', TargetGroupArn);
    return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
      port: portName(stack.ports, number, protocol),
      zone: Target.AvailabilityZone ?? 'unknown',
      address: Target.Id,
      state: TargetHealth.State,
      reason: TargetHealth.Reason,
    }));
  });
  return (await Promise.all(targets)).flat();
}

function portName(ports: RunningStack['ports'], containerPort: number, protocol: string): string {
  const found = ports.find((port) => port.containerPort === containerPort && port.protocol === protocol);
  return found?.name ?? `${containerPort}/${protocol}`;
}
