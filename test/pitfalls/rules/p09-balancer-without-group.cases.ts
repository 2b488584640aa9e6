import type { TemplateCases } from '../support/cases';
import { properties, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'with a group': unchanged,
    'with an open list of groups': (t) => {
      t.Parameters.Groups = { Type: 'List<AWS::EC2::SecurityGroup::Id>' };
      properties(t, 'LoadBalancer').SecurityGroups = { Ref: 'Groups' };
    },
    'an Application Load Balancer': (t) => {
      properties(t, 'LoadBalancer').Type = 'application';
      delete properties(t, 'LoadBalancer').SecurityGroups;
    },
  },
  invalid: {
    'without a group': [
      (t) => {
        delete properties(t, 'LoadBalancer').SecurityGroups;
      },
      'warning LoadBalancer',
    ],
    'with an empty list': [
      (t) => {
        properties(t, 'LoadBalancer').SecurityGroups = [];
      },
      'warning LoadBalancer',
    ],
    'with AWS::NoValue': [
      (t) => {
        properties(t, 'LoadBalancer').SecurityGroups = { Ref: 'AWS::NoValue' };
      },
      'warning LoadBalancer',
    ],
  },
};
