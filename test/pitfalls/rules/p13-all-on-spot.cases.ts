import type { OptionCases, TemplateCases } from '../support/cases';
import { parameter } from '../support/changes';
import { all, type Draft, properties, set, unchanged } from '../support/good';
import * as stage from '../support/stage';

const providers = (...list: Draft[]) => set('Service', { LaunchType: undefined, CapacityProviderStrategy: list });

/** A cluster of the template's own, which says where tasks run. */
const cluster =
  (...strategy: Draft[]) =>
  (t: Draft): void => {
    t.Resources.Cluster = { Type: 'AWS::ECS::Cluster', Properties: { DefaultCapacityProviderStrategy: strategy } };
    set('Service', { Cluster: { Ref: 'Cluster' }, LaunchType: undefined })(t);
  };

export const options: OptionCases = {
  valid: {
    'both stops within the notice': { ...stage.SPOT, ...stage.application({ stopTimeoutSeconds: 60 }) },
    'no Spot': stage.application({ stopTimeoutSeconds: 120 }),
  },
  invalid: {
    'both stops beyond it': [
      { ...stage.SPOT, ...stage.application({ stopTimeoutSeconds: 120 }) },
      'error capacity.spot',
    ],
  },
};

export const template: TemplateCases = {
  valid: {
    'on demand': unchanged,
    'Spot above a base': providers(
      { CapacityProvider: 'FARGATE', Base: 2, Weight: 1 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 3 },
    ),
    'Spot above a base by the cluster': cluster(
      { CapacityProvider: 'FARGATE', Base: 1 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
    ),
    'on demand in a cluster of Spot': all(
      cluster({ CapacityProvider: 'FARGATE_SPOT' }),
      set('Service', { LaunchType: 'FARGATE' }),
    ),
    'an open base': all(
      parameter('Base'),
      providers({ CapacityProvider: 'FARGATE', Base: { Ref: 'Base' } }, { CapacityProvider: 'FARGATE_SPOT' }),
    ),
  },
  invalid: {
    'Spot alone': [providers({ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }), 'warning Service'],
    'Spot by the cluster': [cluster({ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }), 'warning Service'],
    'Spot by what the cluster is associated with': [
      all(cluster(), (t) => {
        delete properties(t, 'Cluster').DefaultCapacityProviderStrategy;
        t.Resources.Association = {
          Type: 'AWS::ECS::ClusterCapacityProviderAssociations',
          Properties: {
            Cluster: { Ref: 'Cluster' },
            DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
          },
        };
      }),
      'warning Service',
    ],
    'Spot without a base': [
      providers({ CapacityProvider: 'FARGATE', Weight: 1 }, { CapacityProvider: 'FARGATE_SPOT', Weight: 3 }),
      'warning Service',
    ],
  },
};
