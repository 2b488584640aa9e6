import type { TemplateCases } from '../support/cases';
import { unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: { 'one service': unchanged },
  invalid: {
    'two services': [
      (t) => {
        t.Resources.Canary = structuredClone(t.Resources.Service);
      },
      'error Canary',
    ],
  },
};
