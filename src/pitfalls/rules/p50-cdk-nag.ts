import type { Pitfall } from '../pitfall';

export const pitfall = {
  id: 'P50',
  theme: 'Stacks and tools',
  title: 'cdk-nag fails on a good stack, or does not run at all',
  cause:
    'Version 3 is a validation plugin and no longer an aspect; some of its rules cannot be met by UDP, as that on access logs.',
  remedy: 'Add it with Validations.of(app).addPlugins, and acknowledge what cannot be met with the written reason.',
  references: ['https://github.com/cdklabs/cdk-nag'],
  coverage: [
    { kind: 'impossible', why: 'The generated tests carry the plugin and the acknowledgements.' },
    {
      kind: 'runbook',
      why: 'The plugin does not stand in a template.',
      steps: [
        'Replace Aspects.of(app).add(new AwsSolutionsChecks()) by Validations.of(app).addPlugins(new AwsSolutionsChecks(app)).',
        'Acknowledge ELB2 of a load balancer without TLS listeners with P31 as the reason.',
      ],
    },
  ],
} satisfies Pitfall;
