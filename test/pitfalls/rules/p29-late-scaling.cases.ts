import type { TemplateCases } from '../support/cases';
import { policy } from '../support/changes';
import { unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: { early: unchanged, 'by default': policy({ ScaleInCooldown: undefined }) },
  invalid: {
    'in too soon': [policy({ ScaleInCooldown: 60 }), 'advice ScaleOnCpu'],
    'out too late': [policy({ TargetValue: 90 }), 'advice ScaleOnCpu'],
  },
};
