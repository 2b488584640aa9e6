import { references } from '../../cloudformation/evaluate/evaluate';
import type { Assembly, Resource } from '../../cloudformation/evaluate/model';
import { Unknown, type Value } from '../../cloudformation/evaluate/model';
import { or, type Truth } from '../../cloudformation/evaluate/truth';
import {
  asNumber,
  asString,
  isUnknown,
  items,
  type Lookup,
  resourceOf,
  step,
  truthOf,
} from '../../cloudformation/evaluate/value';
import { capacityOf, runsOnFargate } from './capacity';
import { type Groups, groupsOf, SecurityGroups } from './security-groups';
import { TaskDefinition } from './task';
import { listensOn } from './transport';

const ELB = 'AWS::ElasticLoadBalancingV2';
const NLB_PROTOCOLS = ['TCP', 'UDP', 'TCP_UDP', 'TLS', 'QUIC', 'TCP_QUIC'];

/** A Network Load Balancer. */
export interface NetworkLoadBalancer {
  readonly resource: Resource;
  readonly internetFacing: Truth;
  /** `undefined` where it has none, and never can have one. */
  readonly groups: Groups | undefined;
  /** Number of its zones. */
  readonly zones: Lookup<number>;
  readonly subnets: readonly Value[];
  readonly crossZone: Truth;
  readonly fixedAddresses: Truth;
  readonly listeners: readonly Listener[];
}

/** A listener of a Network Load Balancer, which may be open itself. */
export interface Listener {
  readonly resource: Resource;
  readonly port: Lookup<number>;
  readonly protocol: Lookup<string>;
  readonly loadBalancer: Value;
  /** What it forwards to. */
  readonly targets: readonly Value[];
  /** Whether it may forward to more than that. */
  readonly open: boolean;
}

/** A target group of a Network Load Balancer. */
export interface TargetGroup {
  readonly resource: Resource;
  readonly protocol: Lookup<string>;
  readonly listeners: readonly Listener[];
  readonly loadBalancers: readonly NetworkLoadBalancer[];
  /** Whether it takes UDP, alone or with TCP. */
  readonly udp: Truth;
  readonly healthCheck: {
    /** `TCP` where the template says nothing. */
    readonly protocol: Lookup<string>;
    /** A number, or `traffic-port`, which is also the default. */
    readonly port: Lookup<number> | 'traffic-port';
  };
  attribute(name: string): Lookup<string>;
}

/** An ECS service behind a Network Load Balancer. */
export interface EcsService {
  readonly resource: Resource;
  readonly task: TaskDefinition | undefined;
  /** Open where the VPC's default group is used or the list is. */
  readonly groups: Groups;
  readonly subnets: readonly Value[];
  readonly publicIp: Truth;
  readonly attachments: readonly Attachment[];
  /** Whether its tasks run on Fargate, and not on instances. */
  readonly fargate: Truth;
  /** Its capacity providers, by its own strategy or by the default one of its cluster; `undefined` for a launch type. */
  readonly capacity: Value;
  /** Fewest tasks that run outside a deployment. */
  readonly minimumTasks: Lookup<number>;
  readonly scalableTargets: readonly Resource[];
}

/** The tie between a service and a target group. */
export interface Attachment {
  readonly containerName: Lookup<string>;
  readonly containerPort: Lookup<number>;
  readonly targetGroup: TargetGroup;
}

/** What the rules look at: load balancers, target groups, services and how they hang together. */
export class Topology {
  public readonly securityGroups: SecurityGroups;
  public readonly listeners: readonly Listener[];
  public readonly loadBalancers: readonly NetworkLoadBalancer[];
  public readonly targetGroups: readonly TargetGroup[];
  public readonly services: readonly EcsService[];

  public constructor(public readonly assembly: Assembly) {
    this.securityGroups = new SecurityGroups(assembly);
    this.listeners = assembly.ofType(`${ELB}::Listener`).map(toListener);
    this.loadBalancers = assembly
      .ofType(`${ELB}::LoadBalancer`)
      .filter((resource) => asString(resource.property('Type')) === 'network')
      .map((resource) => this.toLoadBalancer(resource));
    this.targetGroups = assembly
      .ofType(`${ELB}::TargetGroup`)
      .filter((resource) => {
        const protocol = asString(resource.property('Protocol'));
        return typeof protocol === 'string' && NLB_PROTOCOLS.includes(protocol);
      })
      .map((resource) => this.toTargetGroup(resource));
    this.services = assembly
      .ofType('AWS::ECS::Service')
      .map((resource) => this.toService(resource))
      .filter((service) => service.attachments.length > 0);
  }

  /** Load balancers with a listener or a target group for UDP. */
  public get udpLoadBalancers(): readonly NetworkLoadBalancer[] {
    return this.loadBalancers.filter(({ listeners }) =>
      listeners.some((listener) => listensOn(listener, 'udp') === true),
    );
  }

  public get udpTargetGroups(): readonly TargetGroup[] {
    return this.targetGroups.filter(({ udp }) => udp === true);
  }

  /** Services with a target group for UDP. */
  public get udpServices(): readonly EcsService[] {
    return this.services.filter(({ attachments }) => attachments.some(({ targetGroup }) => targetGroup.udp === true));
  }

  /** The resources that a resource of the same template waits for, directly or through others. */
  public dependencies(resource: Resource): ReadonlySet<Resource> {
    const found = new Set<Resource>();
    const visit = (current: Resource): void => {
      const ids = [...current.dependsOn, ...references(current.raw.Properties ?? null).map(({ id }) => id)];
      for (const id of ids) {
        const next = current.template.resources.get(id);
        if (next && !found.has(next)) {
          found.add(next);
          visit(next);
        }
      }
    };
    visit(resource);
    return found;
  }

  private toLoadBalancer(resource: Resource): NetworkLoadBalancer {
    const mappings = resource.property('SubnetMappings');
    const subnets = mappings === undefined ? resource.property('Subnets') : mappings;
    const list = items(subnets);
    // One open item may be one subnet, or none at all where a condition decides.
    const open = isUnknown(subnets) || list.some((item) => isUnknown(item) && item.expression.includes('"Fn::If"'));
    const scheme = asString(resource.property('Scheme'));
    return {
      resource,
      internetFacing: isUnknown(scheme) ? 'unknown' : scheme !== 'internal',
      groups: noneIfEmpty(groupsOf(resource.property('SecurityGroups'))),
      zones: open ? new Unknown('subnets') : list.length,
      subnets: list.map((item) => (mappings === undefined ? item : step(item, 'SubnetId'))),
      crossZone: truthOf(attributeOf(resource, 'LoadBalancerAttributes', 'load_balancing.cross_zone.enabled'), false),
      fixedAddresses: hasFixedAddresses(mappings),
      listeners: this.listeners.filter(({ loadBalancer }) => resourceOf(loadBalancer) === resource),
    };
  }

  private toTargetGroup(resource: Resource): TargetGroup {
    const protocol = asString(resource.property('Protocol'));
    const listeners = this.listeners.filter(({ targets }) => targets.some((target) => resourceOf(target) === resource));
    const port = resource.property('HealthCheckPort');
    const checkProtocol = asString(resource.property('HealthCheckProtocol'));
    return {
      resource,
      protocol,
      listeners,
      loadBalancers: this.loadBalancers.filter((loadBalancer) =>
        listeners.some((listener) => resourceOf(listener.loadBalancer) === loadBalancer.resource),
      ),
      udp: isUnknown(protocol) ? 'unknown' : protocol === 'UDP' || protocol === 'TCP_UDP',
      healthCheck: {
        protocol: checkProtocol ?? 'TCP',
        port: port === undefined || port === 'traffic-port' ? 'traffic-port' : asNumber(port),
      },
      attribute: (name) => asString(attributeOf(resource, 'TargetGroupAttributes', name)),
    };
  }

  private toService(resource: Resource): EcsService {
    const task = resourceOf(resource.property('TaskDefinition'));
    const network = resource.property('NetworkConfiguration', 'AwsvpcConfiguration');
    const publicIp = asString(step(network, 'AssignPublicIp'));
    const scalableTargets = this.assembly
      .ofType('AWS::ApplicationAutoScaling::ScalableTarget')
      .filter((target) => scales(target, resource));
    const definition = task?.type === 'AWS::ECS::TaskDefinition' ? new TaskDefinition(task) : undefined;
    const capacity = capacityOf(this.assembly, resource);
    return {
      resource,
      task: definition,
      fargate: runsOnFargate(resource, capacity, definition),
      capacity,
      groups: groupsOf(step(network, 'SecurityGroups')) ?? new Unknown('the default group of the VPC'),
      subnets: items(step(network, 'Subnets')),
      publicIp: isUnknown(publicIp) ? 'unknown' : publicIp === 'ENABLED',
      attachments: items(resource.property('LoadBalancers')).flatMap((entry) => {
        const targetGroup = this.targetGroups.find(
          (group) => group.resource === resourceOf(step(entry, 'TargetGroupArn')),
        );
        const containerPort = asNumber(step(entry, 'ContainerPort'));
        return targetGroup
          ? [{ containerName: asString(step(entry, 'ContainerName')), containerPort, targetGroup }]
          : [];
      }),
      minimumTasks: this.minimumTasks(resource, scalableTargets),
      scalableTargets,
    };
  }

  private minimumTasks(resource: Resource, targets: readonly Resource[]): Lookup<number> {
    const open = this.assembly
      .ofType('AWS::ApplicationAutoScaling::ScalableTarget')
      .some((target) => references(target.raw.Properties ?? null).every(({ id }) => !isService(target, id)));
    const [target] = targets;
    if (target) return asNumber(target.property('MinCapacity'));
    if (open) return new Unknown('a scalable target that names its service by text');
    const strategy = asString(resource.property('SchedulingStrategy')) ?? 'REPLICA';
    if (strategy !== 'REPLICA') return isUnknown(strategy) ? strategy : new Unknown('one task an instance');
    return asNumber(resource.property('DesiredCount')) ?? 1;
  }
}

function hasFixedAddresses(mappings: Value): Truth {
  if (isUnknown(mappings)) return 'unknown';
  return or(
    items(mappings).map((mapping): Truth => {
      if (isUnknown(mapping)) return 'unknown';
      return ['AllocationId', 'PrivateIPv4Address'].some((key) => step(mapping, key) !== undefined);
    }),
  );
}

function noneIfEmpty(groups: Groups | undefined): Groups | undefined {
  return Array.isArray(groups) && groups.length === 0 ? undefined : groups;
}

function isService(resource: Resource, logicalId: string): boolean {
  return resource.template.resources.get(logicalId)?.type === 'AWS::ECS::Service';
}

function scales(target: Resource, service: Resource): boolean {
  return (
    target.template === service.template &&
    references(target.raw.Properties ?? null).some(({ id }) => id === service.logicalId)
  );
}

function forwards(action: Value): readonly Value[] {
  const groups = step(action, 'ForwardConfig', 'TargetGroups');
  return [step(action, 'ForwardConfig'), groups, ...items(groups)];
}

function toListener(resource: Resource): Listener {
  const actions = resource.property('DefaultActions');
  return {
    resource,
    port: asNumber(resource.property('Port')),
    protocol: asString(resource.property('Protocol')),
    loadBalancer: resource.property('LoadBalancerArn'),
    open: [actions, ...items(actions), ...items(actions).flatMap(forwards)].some(isUnknown),
    targets: items(actions).flatMap((action) => [
      ...[step(action, 'TargetGroupArn')].filter((value) => value !== undefined),
      ...items(step(action, 'ForwardConfig', 'TargetGroups')).map((group) => step(group, 'TargetGroupArn')),
    ]),
  };
}

/** The value of a key in a list of `{ Key, Value }`; open if the list is. */
function attributeOf(resource: Resource, property: string, key: string): Value {
  const list = resource.property(property);
  if (isUnknown(list)) return list;
  const found = items(list).find((item) => step(item, 'Key') === key);
  if (found !== undefined) return step(found, 'Value');
  return items(list).find((item) => isUnknown(item) || isUnknown(step(item, 'Key')));
}
