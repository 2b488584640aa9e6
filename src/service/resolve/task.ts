import type { Image, Logs, Rollout, Task } from '../../model/model';
import { Architecture, LogMode, type LogsOptions, type RolloutOptions, type TaskOptions } from '../../options';
import type { Checks } from './checks';

/**
 * Memory in MiB that Fargate accepts with each CPU size.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const FARGATE_MEMORY: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: range(1024, 4096, 1024),
  1024: range(2048, 8192, 1024),
  2048: range(4096, 16384, 1024),
  4096: range(8192, 30720, 1024),
  8192: range(16384, 61440, 4096),
  16384: range(32768, 122880, 8192),
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function resolveTask(options: TaskOptions, image: Image, zoneCount: number, checks: Checks): Task {
  const cpu = options.cpu ?? 256;
  const accepted = FARGATE_MEMORY[cpu];
  if (!accepted) {
    checks.refuse(
      'cpu',
      cpu,
      'not a CPU size of Fargate',
      `Use one of ${Object.keys(FARGATE_MEMORY).join(', ')} (1024 are one vCPU).`,
    );
  } else if (options.memoryLimitMiB !== undefined && !accepted.includes(options.memoryLimitMiB)) {
    checks.refuse(
      'memoryLimitMiB',
      options.memoryLimitMiB,
      `Fargate does not accept it with ${cpu} CPU units`,
      `Use one of ${accepted.join(', ')}.`,
    );
  }
  if (image.source !== 'asset' && options.architecture === undefined) {
    checks.refuse(
      'architecture',
      undefined,
      "an existing image was built for one architecture, and another one ends in 'exec format error'",
      'Say for which the image was built: Architecture.ARM64 or Architecture.X86_64.',
    );
  }
  return {
    cpu,
    memoryLimitMiB: options.memoryLimitMiB ?? accepted?.[0] ?? 0,
    architecture: options.architecture ?? Architecture.ARM64,
    desiredCount: checks.integer('desiredCount', options.desiredCount ?? Math.max(zoneCount, 1), 0, 5000),
    exec: options.exec ?? false,
  };
}

export function resolveRollout(options: RolloutOptions, checks: Checks): Rollout {
  const minHealthyPercent = checks.integer('minHealthyPercent', options.minHealthyPercent ?? 100, 0, 100, ' percent');
  const maxHealthyPercent = checks.integer('maxHealthyPercent', options.maxHealthyPercent ?? 200, 100, 200, ' percent');
  return {
    minHealthyPercent,
    maxHealthyPercent,
    circuitBreaker: options.circuitBreaker ?? true,
    healthCheckGracePeriodSeconds: checks.integer(
      'healthCheckGracePeriodSeconds',
      options.healthCheckGracePeriodSeconds ?? 120,
      0,
      2147483647,
      ' seconds',
    ),
  };
}

export function resolveLogs(
  options: LogsOptions,
  { production, logKeyArn }: { production: boolean; logKeyArn?: string },
  checks: Checks,
): Logs {
  const retentionDays = checkRetention(options.retentionDays ?? (production ? 90 : 30), checks);
  if (options.customerManagedKey && logKeyArn !== undefined) {
    checks.refuse(
      'customerManagedKey',
      true,
      "a key is created, and 'existing.logKeyArn' names one too",
      'Give one of the two.',
    );
  }
  return {
    retentionDays,
    customerManagedKey: options.customerManagedKey || undefined,
    mode: options.mode ?? LogMode.NON_BLOCKING,
    maxBufferSizeMiB: checks.integer('maxBufferSizeMiB', options.maxBufferSizeMiB ?? 25, 1, 1024, ' MiB'),
  };
}

/** A retention that CloudWatch Logs accepts. */
export function checkRetention(retentionDays: number, checks: Checks): number {
  if (!RETENTION_DAYS.includes(retentionDays)) {
    checks.refuse(
      'retentionDays',
      retentionDays,
      'not a retention that CloudWatch Logs accepts',
      `Use one of ${RETENTION_DAYS.join(', ')}.`,
    );
  }
  return retentionDays;
}

function range(first: number, last: number, step: number): number[] {
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step);
}
