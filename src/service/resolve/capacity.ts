import type { Autoscaling, Capacity, Rollout, Spot, Stage, Task } from '../../model/model';
import type { CapacityOptions, SpotOptions, TaskOptions } from '../../options';
import type { Checks } from './checks';
import { loadBalancerZones } from './network';

/** What the number of tasks depends on. */
export type CapacityInput = Pick<
  Stage,
  'production' | 'ports' | 'application' | 'healthGate' | 'loadBalancer' | 'addresses' | 'network' | 'rollout'
> & { readonly task: Task };

/** Chosen with care, not measured: a service that knows its own figure gives it. */
const PACKETS_PER_CPU_UNIT = 20;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html */
const TARGETS = { crossZone: 500, perZone: 500, total: 3000 } as const;

/** What ECS accepts: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_TASKS = 5000;

/** What AWS and this template recommend between two removals: a flow ends 120 s after its last datagram. */
const CALM_SECONDS = 300;

export interface ResolvedCapacity {
  readonly task: Task;
  readonly capacity: Capacity;
}

export function resolveCapacity(
  options: CapacityOptions,
  given: TaskOptions,
  input: CapacityInput,
  checks: Checks,
): ResolvedCapacity {
  const at = checks.at('capacity');
  const desiredCount = given.desiredCount ?? defaultCount(input);
  const enabled = options.autoscaling ?? desiredCount > 0;
  const autoscaling = enabled ? resolveAutoscaling(options, desiredCount, input, at) : undefined;
  if (autoscaling && given.desiredCount !== undefined && given.desiredCount !== autoscaling.minTasks) {
    checks.refuse(
      'task.desiredCount',
      given.desiredCount,
      `autoscaling keeps at least ${autoscaling.minTasks} tasks, and a desired count in the template would undo its ` +
        'work at every deployment',
      "Remove it, or turn 'capacity.autoscaling' off.",
    );
  }
  const task = { ...input.task, desiredCount: autoscaling?.minTasks ?? desiredCount };
  checkTargets(autoscaling, task.desiredCount, input, checks);
  return { task, capacity: { autoscaling, spot: resolveSpot(options.spot, task, autoscaling, at.at('spot')) } };
}

/** Clients of a fixed address never leave its zone: two tasks, so that the loss of one is not an outage. */
function tasksAZone({ addresses, loadBalancer }: CapacityInput): number {
  return addresses.source !== 'none' && !loadBalancer.crossZone ? 2 : 1;
}

function defaultCount(input: CapacityInput): number {
  return Math.max(loadBalancerZones(input.network).length, 1) * tasksAZone(input);
}

function resolveAutoscaling(
  options: CapacityOptions,
  desiredCount: number,
  { production, ports, task }: CapacityInput,
  checks: Checks,
): Autoscaling {
  const minTasks = options.minTasks ?? desiredCount;
  checks.integer('minTasks', minTasks, 1, MAX_TASKS);
  const maxTasks = options.maxTasks ?? minTasks * (production ? 4 : 2);
  checks.integer('maxTasks', maxTasks, 1, MAX_TASKS);
  if (maxTasks < minTasks) {
    checks.refuse('maxTasks', maxTasks, `below the ${minTasks} tasks that always run`, `Give at least ${minTasks}.`);
  }
  const scaleInCooldownSeconds = options.scaleInCooldownSeconds ?? CALM_SECONDS;
  checks.integer('scaleInCooldownSeconds', scaleInCooldownSeconds, 0, 3600, ' seconds');
  if (scaleInCooldownSeconds < CALM_SECONDS) {
    checks.warn(
      'scaleInCooldownSeconds',
      scaleInCooldownSeconds,
      `flows stay where they are until they have been idle for two minutes, so tasks may be removed and added in turns (P29); ${CALM_SECONDS} or more is calm.`,
    );
  }
  const packets =
    options.packetsPerSecondPerTask === undefined
      ? task.cpu * PACKETS_PER_CPU_UNIT
      : checks.integer('packetsPerSecondPerTask', options.packetsPerSecondPerTask, 1, 10_000_000);
  const scaleOnPackets = options.scaleOnPackets ?? ports.some(({ protocol }) => protocol !== 'TCP');
  return {
    minTasks,
    maxTasks,
    cpuTargetPercent: checks.integer('cpuTargetPercent', options.cpuTargetPercent ?? 60, 10, 90, ' percent'),
    packetsPerSecondPerTask: scaleOnPackets ? packets : undefined,
    scaleOutCooldownSeconds: checks.integer(
      'scaleOutCooldownSeconds',
      options.scaleOutCooldownSeconds ?? 120,
      0,
      3600,
      ' seconds',
    ),
    scaleInCooldownSeconds,
  };
}

function checkTargets(
  autoscaling: Autoscaling | undefined,
  desired: number,
  input: CapacityInput,
  checks: Checks,
): void {
  const { loadBalancer, network, ports, rollout } = input;
  const zones = loadBalancerZones(network).length;
  const limit = loadBalancer.crossZone ? TARGETS.crossZone : Math.min(TARGETS.perZone * zones, TARGETS.total);
  const tasks = autoscaling?.maxTasks ?? desired;
  const targets = atMost(tasks, rollout) * ports.length;
  if (targets <= limit) return;
  checks.refuse(
    autoscaling ? 'capacity.maxTasks' : 'task.desiredCount',
    tasks,
    `a deployment registers up to ${targets} targets (${rollout.maxHealthyPercent} percent of the tasks, ${ports.length} ports), and this load balancer takes ${limit}`,
    "Give fewer, lower 'rollout.maxHealthyPercent', or spread the service over several load balancers.",
  );
}

function atMost(tasks: number, { maxHealthyPercent }: Rollout): number {
  return Math.floor((tasks * maxHealthyPercent) / 100);
}

function resolveSpot(
  options: SpotOptions | undefined,
  { desiredCount }: Task,
  autoscaling: Autoscaling | undefined,
  checks: Checks,
): Spot | undefined {
  if (options === undefined || options.enabled === false) return undefined;
  const onDemandBase = checks.integer('onDemandBase', options.onDemandBase ?? desiredCount, 1, MAX_TASKS);
  const maxTasks = autoscaling?.maxTasks ?? desiredCount;
  if (onDemandBase >= maxTasks) {
    checks.refuse(
      'onDemandBase',
      onDemandBase,
      `at most ${maxTasks} tasks run, so none of them would be Spot`,
      "Give fewer than that, let more tasks run, or remove 'capacity.spot'.",
    );
  }
  return {
    onDemandBase,
    onDemandWeight: checks.integer('onDemandWeight', options.onDemandWeight ?? 0, 0, 1000),
    spotWeight: checks.integer('spotWeight', options.spotWeight ?? 1, 1, 1000),
  };
}
