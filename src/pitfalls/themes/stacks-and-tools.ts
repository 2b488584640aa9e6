import type { Template } from '../../cloudformation/evaluate/model';
import { knownString } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { cloudFormation, issue } from '../references';
import type { Topology } from '../template/topology';

function* fixedNames(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource } of topology.udpTargetGroups) {
    const name = knownString(resource.property('Name'));
    if (name === undefined) continue;
    yield {
      level: 'advice',
      resource,
      message: `The target group is named ${name}: when it must be replaced, the new one cannot be made beside the old one.`,
    };
  }
}

function* circles({ assembly }: Topology): Iterable<TemplateViolation> {
  const imports = new Map(assembly.templates.map((template) => [template, template.importsFrom()]));
  const reaches = (from: Template, to: Template, seen: Set<Template>): boolean =>
    [...(imports.get(from) ?? [])].some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  for (const template of assembly.templates) {
    const other = [...(imports.get(template) ?? [])].find(
      (next) => next !== template && reaches(next, template, new Set()),
    );
    const resources = [...template.resources.values()];
    const resource = resources.find(({ raw }) => /"Fn::(ImportValue|GetStackOutput)"/.test(JSON.stringify(raw)));
    if (!other || !resource) continue;
    yield {
      level: 'error',
      resource,
      message: `Stack ${template.name} imports from ${other.name}, which imports from it: neither can be deployed first.`,
    };
  }
}

export const stackAndToolPitfalls: readonly Pitfall[] = [
  {
    id: 'P32',
    title: '“The target group cannot be associated with more than one load balancer”',
    cause:
      'A change of scheme or name replaces the load balancer, and a target group with a fixed name cannot be replaced with it.',
    remedy: 'Leave the name to CloudFormation, and let the logical ID of a target group change with the scheme.',
    references: [issue('aws/aws-cdk', 33253), issue('aws/aws-cdk', 24219)],
    coverage: [
      { kind: 'impossible', why: 'No option names a target group.' },
      { kind: 'template', finds: 'UDP target groups with a fixed name', check: fixedNames },
    ],
  },
  {
    id: 'P42',
    title: '“cdk synth” fails with a cyclic reference after stacks are split',
    cause: 'A rule between two security groups of two stacks is written in the stack that the other one already needs.',
    remedy: 'Write the rules between load balancer and tasks in the stack of the service, with allowFrom.',
    references: [cloudFormation('aws-resource-ec2-securitygroupingress'), issue('aws/aws-cdk', 1490)],
    coverage: [
      { kind: 'impossible', why: 'Load balancer, tasks and their rules are in one stack.' },
      { kind: 'template', finds: 'stacks that import from each other', check: circles },
    ],
  },
  {
    id: 'P50',
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
  },
];
