import type { TemplateCases } from '../support/cases';
import { fixed } from '../support/changes';
import { all } from '../support/good';

export const template: TemplateCases = {
  valid: {
    retained: fixed,
    'retained but on create': all(fixed, (t) => {
      t.Resources.AddressA.DeletionPolicy = 'RetainExceptOnCreate';
    }),
    'an address of something else': (t) => {
      t.Resources.Nat = { Type: 'AWS::EC2::EIP', Properties: {} };
    },
  },
  invalid: {
    'not retained': [
      all(fixed, (t) => {
        delete t.Resources.AddressB.DeletionPolicy;
      }),
      'warning AddressB',
    ],
    'deleted on purpose': [
      all(fixed, (t) => {
        t.Resources.AddressA.DeletionPolicy = 'Delete';
      }),
      'warning AddressA',
    ],
  },
};
