import type { OptionCases, TemplateCases } from '../support/cases';
import { all, remove, set, unchanged } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: { 'the same zones': stage.imported(['a', 'b'], ['a', 'b']) },
  invalid: { 'a zone without the load balancer': [stage.imported(['a'], ['a', 'b']), 'error network.taskSubnets'] },
};

export const template: TemplateCases = {
  valid: {
    'waits for the listener': unchanged,
    'waits by a string': (t) => {
      t.Resources.Service.DependsOn = 'Listener';
    },
    'waits through something else': (t) => {
      t.Resources.Service.DependsOn = 'Scaled';
      t.Resources.Scaled = { Type: 'X', DependsOn: 'Listener' };
    },
    'a target group for a listener elsewhere': all(remove('Listener'), (t) => {
      t.Resources.Service.DependsOn = [];
      t.Outputs = { Targets: { Value: { Ref: 'Targets' } } };
    }),
    'a target group that a nested stack is given which is not at hand': all(remove('Listener'), (t) => {
      t.Resources.Service.DependsOn = ['Listeners'];
      t.Resources.Listeners = {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'https://x/y', Parameters: { Targets: { Ref: 'Targets' } } },
      };
    }),
    'instances behind a bridge': all(
      set('Task', { NetworkMode: 'bridge' }),
      set('Targets', { TargetType: 'instance' }),
    ),
  },
  invalid: {
    'addresses behind a bridge': [set('Task', { NetworkMode: 'bridge' }), 'error Targets'],
    'addresses behind a bridge that is not said': [
      all(
        set('Service', { LaunchType: 'EC2' }),
        set('Task', { NetworkMode: undefined, RequiresCompatibilities: ['EC2'] }),
      ),
      'error Targets',
    ],
    'does not wait': [
      (t) => {
        delete t.Resources.Service.DependsOn;
      },
      'error Service',
    ],
    'no listener': [
      all(remove('Listener'), (t) => {
        delete t.Resources.Service.DependsOn;
      }),
      'error Targets',
    ],
    'targets by instance': [set('Targets', { TargetType: undefined }), 'error Targets'],
  },
};
