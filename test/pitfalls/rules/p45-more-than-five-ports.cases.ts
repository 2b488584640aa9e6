import type { OptionCases, TemplateCases } from '../support/cases';
import { copy } from '../support/changes';
import { type Draft, properties, unchanged } from '../support/good';
import * as stage from '../support/stage';

function moreTargets(template: Draft, count: number): void {
  for (let index = 0; index < count; index += 1) {
    copy('Targets', `Targets${index}`, {})(template);
    copy('Listener', `Listener${index}`, {
      Port: 100 + index,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: `Targets${index}` } }],
    })(template);
    properties(template, 'Service').LoadBalancers.push({
      ContainerName: 'dns',
      ContainerPort: 1053,
      TargetGroupArn: { Ref: `Targets${index}` },
    });
  }
}

export const options: OptionCases = {
  valid: { five: { ports: [1, 2, 3, 4, 5].map((n) => stage.port({ name: `p${n}`, port: n })) } },
  invalid: { six: [{ ports: [1, 2, 3, 4, 5, 6].map((n) => stage.port({ name: `p${n}`, port: n })) }, 'error ports'] },
};

export const template: TemplateCases = {
  valid: {
    'one target group': unchanged,
    five: (t) => moreTargets(t, 4),
  },
  invalid: { six: [(t) => moreTargets(t, 5), 'error Service'] },
};
