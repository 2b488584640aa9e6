import type { OptionCases, TemplateCases } from '../support/cases';
import { deployment, parameter } from '../support/changes';
import { all, type Draft, set, unchanged } from '../support/good';
import * as stage from '../support/stage';

const breaker = (value: Draft) => deployment({ DeploymentCircuitBreaker: value });

export const options: OptionCases = {
  valid: { 'a longer grace period': stage.rollout({ healthCheckGracePeriodSeconds: 300 }) },
  invalid: {
    'no circuit breaker': [stage.rollout({ circuitBreaker: false }), 'warning rollout.circuitBreaker'],
    'a short grace period': [
      stage.rollout({ healthCheckGracePeriodSeconds: 60 }),
      'advice rollout.healthCheckGracePeriodSeconds',
    ],
  },
};

export const template: TemplateCases = {
  valid: {
    'a circuit breaker': unchanged,
    'deployment alarms instead': all(
      breaker(undefined),
      deployment({ Alarms: { Enable: true, Rollback: true, AlarmNames: ['x'] } }),
    ),
    'another controller': all(breaker(undefined), set('Service', { DeploymentController: { Type: 'CODE_DEPLOY' } })),
    'an open setting': all(parameter('Breaker'), breaker({ Enable: { Ref: 'Breaker' }, Rollback: true })),
  },
  invalid: {
    'no circuit breaker': [breaker(undefined), 'warning Service'],
    'turned off': [breaker({ Enable: false, Rollback: false }), 'warning Service'],
    'no rollback': [breaker({ Enable: true, Rollback: false }), 'advice Service'],
    'a short grace period': [set('Service', { HealthCheckGracePeriodSeconds: 60 }), 'advice Service'],
    'no grace period': [set('Service', { HealthCheckGracePeriodSeconds: undefined }), 'advice Service'],
  },
};
