import { numberOf, pitfalls } from './catalogue';
import { type Coverage, type Pitfall, THEMES } from './pitfall';

/** What a measurement over the corpus of templates found. */
export interface Measurement {
  /** Number of templates with faults. */
  readonly templates: number;
  /** Templates without faults, and what `check` finds in them all the same. */
  readonly good: { readonly templates: number; readonly findings: number };
  readonly versions: Readonly<Record<string, string>>;
  /** By pitfall: the templates that show it, by who finds it. */
  readonly pitfalls: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The documentation of every pitfall, as Markdown. */
export function documentation(measurement: Measurement): string {
  const details = THEMES.flatMap((theme) => [
    `## ${theme}`,
    ...pitfalls.filter((pitfall) => pitfall.theme === theme).map(detail),
  ]);
  return `${[INTRODUCTION, overview(), ...details, comparison(measurement)].join('\n\n')}\n`;
}

const INTRODUCTION = `# Pitfalls

<!-- Generated from src/pitfalls by tools/docs.ts; edit the rules. -->

${pitfalls.length} known ways in which a UDP service behind a Network Load Balancer on ECS Fargate fails, and how each is kept away:

- **impossible**: no option can express it;
- **options**: a rule finds it in \`.projenrc.ts\` when \`npx projen\` runs;
- **templates**: \`npx udp-service check\` finds it in what is synthesized, also where an extension brings it in;
- **runbook**: only a person can see it.

A finding is an **error** (it fails at deployment, or the service cannot work), a **warning** (it works until the case
happens) or **advice** (a default of AWS for which a better value is known).

## Check any template

\`\`\`
npx udp-service check                      # cdk.out of this folder
npx udp-service check template.yaml        # any CloudFormation template, JSON or YAML
npx udp-service check edge.yaml service.yaml   # stacks that belong together
npx udp-service check --format sarif > findings.sarif
\`\`\`

It needs no project, no credentials and no network. A value that only the deployment knows is never taken for a fault, nor
is what other stacks may add: where a template exports something that no template at hand takes, its other exports count
as theirs, too.
The exit code is 1 with a finding of level error, and 2 if the input cannot be read.

## Accept a finding

What is meant gets a reason, and a last day where it is meant for a while. From the day after on it is a finding again.
In \`.projenrc.ts\`:

\`\`\`ts
acceptedFindings: [
  { id: 'P46', resource: 'dns-prod-service', reason: 'A public resolver answers everybody.', expires: '2027-06-30' },
],
\`\`\`

\`npx projen check\` and every build apply them. \`npx udp-service check\` by itself knows no project: give it
\`--accept .projen/accepted-findings.json\`, which \`npx projen\` writes. Without a project, a JSON file of
yours holds the same: \`{ "acceptedFindings": [{ "id": "P46", … }] }\`.

\`resource\` is a logical ID, a construct path with everything below it, or a stack; for a finding in the options it is the
option or the stage; for one variable, label, tag or command it is that part (\`environment.GREETING\`; the option
\`application.environment.GREETING\` is accepted in both). Without it the pitfall is accepted everywhere.`;

const KINDS: Readonly<Record<Coverage['kind'], string>> = {
  impossible: 'impossible',
  option: 'options',
  template: 'templates',
  runbook: 'runbook',
};

function overview(): string {
  const rows = pitfalls.map(({ id, title, coverage }) => {
    const kinds = [...new Set(coverage.map(({ kind }) => KINDS[kind]))].join(', ');
    return `| [${id}](#${id.toLowerCase()}) | ${cell(title)} | ${kinds} |`;
  });
  return ['## All of them', '', '| ID | What one sees | Kept away by |', '|---|---|---|', ...rows].join('\n');
}

function detail({ id, title, cause, remedy, coverage, references }: Pitfall): string {
  return [
    `### ${id}`,
    '',
    `**${title}**`,
    '',
    `Cause: ${cause}`,
    '',
    `Remedy: ${remedy}`,
    '',
    ...coverage.flatMap(means),
    '',
    `Sources: ${references.map((reference) => `<${reference}>`).join(', ')}`,
  ].join('\n');
}

function means(coverage: Coverage): string[] {
  switch (coverage.kind) {
    case 'impossible':
      return [`- impossible: ${coverage.why}`];
    case 'option':
    case 'template':
      return [`- ${KINDS[coverage.kind]}: finds ${coverage.finds}.`];
    case 'runbook':
      return [`- runbook: ${coverage.why}`, ...coverage.steps.map((step, index) => `  ${index + 1}. ${step}`)];
    default:
      return coverage satisfies never;
  }
}

function comparison({ good, pitfalls: measured, templates, versions }: Measurement): string {
  const tools = ['check', 'cfn-lint', 'cdk-nag', 'cdk'];
  const ids = Object.keys(measured).sort(
    (left, right) => numberOf(left as Pitfall['id']) - numberOf(right as Pitfall['id']),
  );
  const rows = ids.map((id) => {
    const row = measured[id] ?? {};
    return `| ${id} | ${row.stated ?? 0} | ${tools.map((tool) => `${row[tool] ?? 0}`).join(' | ')} |`;
  });
  const found = (tool: string): number => ids.filter((id) => (measured[id]?.[tool] ?? 0) > 0).length;
  return [
    '## What other tools find',
    '',
    `Measured by \`bench/pitfalls/measure.ts\` over the ${templates} faulty templates and assemblies of the test corpus, with ` +
      `cfn-lint ${versions['cfn-lint']}, cdk-nag ${versions['cdk-nag']} (AwsSolutions) and the validation of aws-cdk-lib ` +
      `${versions['aws-cdk-lib']} (each template included in an app, default rules on). A tool finds a pitfall in a template if it ` +
      'reports a rule that speaks of it on the resource where the corpus states the fault; which rules do is listed in ' +
      '`bench/pitfalls/concerns.json`. The corpus was written for these pitfalls, so that `check` knows them all is no ' +
      'wonder: the table says what the others, made for other purposes, leave open, not how good they are. What the ' +
      'constructs of the CDK refuse while an app runs, before there is a template, does not show here. In the ' +
      `${good.templates} templates and assemblies without faults \`check\` finds ${good.findings === 0 ? 'nothing' : `${good.findings} faults`}.`,
    '',
    '| Pitfall | Templates with it | `check` | cfn-lint | cdk-nag | CDK |',
    '|---|---|---|---|---|---|',
    ...rows,
    `| Pitfalls found | ${ids.length} | ${tools.map((tool) => `${found(tool)}`).join(' | ')} |`,
  ].join('\n');
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
