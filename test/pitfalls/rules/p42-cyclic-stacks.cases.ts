import type { TemplateCases } from '../support/cases';
import { unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'one stack': unchanged,
    'imports one way': (t) => {
      t.Outputs = { Group: { Value: { Ref: 'TaskGroup' }, Export: { Name: 'group' } } };
      return { other: { Resources: { Rule: { Type: 'X', Properties: { Group: { 'Fn::ImportValue': 'group' } } } } } };
    },
  },
  invalid: {
    'imports both ways': [
      (t) => {
        t.Outputs = { Group: { Value: { Ref: 'TaskGroup' }, Export: { Name: 'group' } } };
        t.Resources.Back = { Type: 'X', Properties: { Value: { 'Fn::ImportValue': 'back' } } };
        return {
          other: {
            Resources: { Rule: { Type: 'X', Properties: { Group: { 'Fn::ImportValue': 'group' } } } },
            Outputs: { Back: { Value: 'x', Export: { Name: 'back' } } },
          },
        };
      },
      'error Back',
      'error Rule',
    ],
  },
};
