import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Extensions } from '../../blueprint/src/template/extension-points';
import type { Behaviour } from '../../src/history/behaviours/behaviour';
import { BEHAVIOURS } from '../../src/history/behaviours/registry';
import { disagreements, effectOf } from './support/behaviours';
import { port, stage, withPorts } from './support/services';

const STAGES = [
  stage({ account: '111111111111', region: 'eu-west-1' }),
  stage({
    ...withPorts([port('dns', 53, 'TCP_UDP'), port('syslog', 514)]),
    loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
    addresses: { source: 'elastic', zones: ['1', '2'] },
  }),
];

test('every behaviour does what it declares', () => {
  expect(BEHAVIOURS.flatMap((behaviour) => disagreements(behaviour, effectOf(behaviour, STAGES)))).toEqual([]);
});

describe('what is verified of a behaviour', () => {
  const behaviour = (impact: Behaviour['impact'], reversible = false): Behaviour => ({
    name: 'trial',
    summary: 'A trial.',
    since: '2027-01',
    impact,
    reversible,
    runbook: ['Switch it on.'],
  });

  /** Blueprint code that asks for the behaviour, by the same data that it is given. */
  const acting = (act: NonNullable<Extensions['service']>): Extensions => ({
    service: (handles) => {
      if (handles.stage.behaviours.includes('trial')) act(handles);
    },
  });
  const schemes = acting(({ loadBalancer }) => {
    const resource = loadBalancer.node.defaultChild as CfnLoadBalancer;
    expect(resource).toBeInstanceOf(CfnLoadBalancer);
    resource.name = 'another';
  });
  const permissions = acting(({ taskRole }) => {
    taskRole.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  });

  test.each([
    ['one that loses an address', behaviour('loses'), schemes, { on: 'loses', off: 'loses' }],
    ['one that broadens a permission', behaviour('broadens', true), permissions, { on: 'broadens', off: 'in-place' }],
  ])('%s is found to do so', (_, subject, extensions, effect) => {
    const found = effectOf(subject, STAGES.slice(0, 1), extensions);
    expect(found).toMatchObject({ on: effect.on });
    expect(disagreements(subject, found)).toEqual([]);
  });

  test('one that declares less, or more, or a way back that is none, is refused', () => {
    const losing = effectOf(behaviour('loses'), STAGES.slice(0, 1), schemes);
    expect(disagreements(behaviour('in-place'), losing)).toEqual(['trial declares in-place; switching it on is loses']);
    expect(disagreements(behaviour('loses'), { on: 'none', off: 'none' })).toEqual([
      'trial declares loses; switching it on is none',
    ]);
    expect(disagreements(behaviour('in-place', true), { on: 'in-place', off: 'replaces' })).toEqual([
      'trial declares that it can be switched off again; that is replaces',
    ]);
  });
});
