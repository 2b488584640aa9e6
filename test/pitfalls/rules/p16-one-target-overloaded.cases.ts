import type { TemplateCases } from '../support/cases';
import { setAttribute, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: { off: unchanged, 'not said': setAttribute('Targets', 'stickiness.enabled', undefined) },
  invalid: { on: [setAttribute('Targets', 'stickiness.enabled', 'true'), 'advice Targets'] },
};
