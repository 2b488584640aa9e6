import { isUnknown, knownNumber, step, truthOf } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide, issue } from '../references';
import { rolls } from '../template/rolling';
import type { Topology } from '../template/topology';

/** A new target is `initial` for up to two minutes. */
const GRACE_SECONDS = 120;

function* slowFailures(topology: Topology): Iterable<TemplateViolation> {
  for (const service of topology.services.filter(rolls)) {
    const { resource } = service;
    const deployment = resource.property('DeploymentConfiguration');
    const breaker = isUnknown(deployment)
      ? 'unknown'
      : truthOf(step(deployment, 'DeploymentCircuitBreaker', 'Enable'), false);
    const alarms = truthOf(step(deployment, 'Alarms', 'Enable'), false);
    if (breaker === false && alarms === false) {
      yield {
        level: 'warning',
        resource,
        message:
          'There is no deployment circuit breaker: ECS starts failing tasks for hours before the deployment fails.',
      };
    } else if (breaker === true && truthOf(step(deployment, 'DeploymentCircuitBreaker', 'Rollback'), false) === false) {
      yield {
        level: 'advice',
        resource,
        message: 'The circuit breaker does not roll back, so a failed deployment leaves what is left of the service.',
      };
    }
    const grace = resource.property('HealthCheckGracePeriodSeconds');
    const seconds = grace === undefined ? 0 : knownNumber(grace);
    if (seconds === undefined || seconds >= GRACE_SECONDS) continue;
    yield {
      level: 'advice',
      resource,
      message: `The health check grace period is ${seconds} s; a new target is not judged for 70 to 120 s, and ECS may replace it before.`,
      remedy: `Set HealthCheckGracePeriodSeconds to ${GRACE_SECONDS}.`,
    };
  }
}

export const pitfall = {
  id: 'P36',
  theme: 'Rollout',
  title: 'A deployment takes three hours to fail',
  cause: 'Without a circuit breaker ECS retries; with a short grace period it replaces tasks that are not judged yet.',
  remedy: 'Turn the deployment circuit breaker on with rollback.',
  references: [ecsGuide('deployment-circuit-breaker'), issue('aws/containers-roadmap', 469)],
  coverage: [
    optionRule('no circuit breaker, or a short grace period', function* ({ rollout }) {
      if (!rollout.circuitBreaker) {
        yield {
          level: 'warning',
          option: 'rollout.circuitBreaker',
          message: 'It is false: ECS starts failing tasks for hours before the deployment fails.',
        };
      }
      if (rollout.healthCheckGracePeriodSeconds < GRACE_SECONDS) {
        yield {
          level: 'advice',
          option: 'rollout.healthCheckGracePeriodSeconds',
          message: `It is ${rollout.healthCheckGracePeriodSeconds} s; a new target is not judged for 70 to 120 s, and ECS may replace it before.`,
          remedy: `Set it to ${GRACE_SECONDS} s.`,
        };
      }
    }),
    { kind: 'template', finds: 'services without circuit breaker or with a short grace period', check: slowFailures },
  ],
} satisfies Pitfall;
