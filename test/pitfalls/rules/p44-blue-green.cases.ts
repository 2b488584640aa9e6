import type { TemplateCases } from '../support/cases';
import { deployment } from '../support/changes';
import { unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: { 'not said': unchanged, rolling: deployment({ Strategy: 'ROLLING' }) },
  invalid: { 'blue/green': [deployment({ Strategy: 'BLUE_GREEN' }), 'advice Service'] },
};
