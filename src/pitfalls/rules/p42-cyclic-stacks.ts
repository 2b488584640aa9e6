import type { Template } from '../../cloudformation/evaluate/model';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { cloudFormation, issue } from '../references';
import type { Topology } from '../template/topology';

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

export const pitfall = {
  id: 'P42',
  theme: 'Stacks and tools',
  title: '“cdk synth” fails with a cyclic reference after stacks are split',
  cause: 'A rule between two security groups of two stacks is written in the stack that the other one already needs.',
  remedy: 'Write the rules between load balancer and tasks in the stack of the service, with allowFrom.',
  references: [cloudFormation('aws-resource-ec2-securitygroupingress'), issue('aws/aws-cdk', 1490)],
  coverage: [
    { kind: 'impossible', why: 'Load balancer, tasks and their rules are in one stack.' },
    { kind: 'template', finds: 'stacks that import from each other', check: circles },
  ],
} satisfies Pitfall;
