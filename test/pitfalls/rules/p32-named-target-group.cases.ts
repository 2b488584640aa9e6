import type { TemplateCases } from '../support/cases';
import { parameter } from '../support/changes';
import { all, set, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: { 'no name': unchanged, 'an open name': all(parameter('Name'), set('Targets', { Name: { Ref: 'Name' } })) },
  invalid: {
    'a name': [set('Targets', { Name: 'dns' }), 'advice Targets'],
    'a name of the stack': [set('Targets', { Name: { 'Fn::Sub': '${AWS::StackName}-dns' } }), 'advice Targets'],
  },
};
