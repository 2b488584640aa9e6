import { compareAssemblies } from '../../../src/impact/compare';
import { type Level, worstLevel } from '../../../src/model/levels';
import { Architecture, SecurityLevel } from '../../../src/options';
import { table } from '../../../src/util/markdown';
import { type Control, type State, stateOf } from './control';
import { CONTROLS } from './controls';
import { RUNNING, STEPS, type Step } from './steps';
import { type Options, type Synthesized, synthesizeOptions } from './synthesis';

const EXISTING_IMAGE: Options = {
  image: { registry: 'public.ecr.aws/nginx/nginx' },
  task: { architecture: Architecture.ARM64 },
};
const HARDENED: Options = { security: SecurityLevel.HARDENED };
const PRODUCTION: Options = { stage: { name: 'prod' } };

/** The columns of the tables. */
export const PROFILES: readonly (readonly [title: string, options: Options])[] = [
  ['default', {}],
  ['in production', PRODUCTION],
  ['hardened', { ...HARDENED, ...PRODUCTION }],
  ['hardened, existing image', { ...HARDENED, ...PRODUCTION, ...EXISTING_IMAGE }],
];

/** A control, with what the templates of each profile say of it. */
export interface Row {
  readonly control: Control;
  readonly states: readonly State[];
}

/** A step, with what it does to a stage that runs. */
export interface Effect {
  readonly step: Step;
  /** By what runs: turned on, and turned off again. */
  readonly levels: readonly (readonly [on: Level, off: Level])[];
}

/** All that the document says, as the templates have it. */
export interface Findings {
  readonly services: readonly (readonly [service: string, rows: readonly Row[]])[];
  readonly profiles: readonly Synthesized[];
  readonly effects: readonly Effect[];
}

export function inspect(): Findings {
  const profiles = PROFILES.map(([, options]) => synthesizeOptions(options));
  const services = CONTROLS.map(([service, controls]) => {
    const rows = controls.map((control) => ({
      control,
      states: profiles.map(({ resources }) => stateOf(control, resources)),
    }));
    return [service, rows] as const;
  });
  return { services, profiles, effects: effects() };
}

function effects(): Effect[] {
  const running = RUNNING.map(([, options]) => ({ options, ...synthesizeOptions(options) }));
  return STEPS.map((step) => ({
    step,
    levels: running.map(({ options, assembly }) => {
      const hardened = synthesizeOptions({ ...options, ...step.options }).assembly;
      const level = (before: typeof assembly, after: typeof assembly) =>
        worstLevel(compareAssemblies(before, after).map((finding) => finding.level));
      return [level(assembly, hardened), level(hardened, assembly)] as const;
    }),
  }));
}

const INTRODUCTION = `# Security

<!-- Generated from tools/docs/security by tools/docs.ts; edit the controls, steps and acknowledgements there. -->

What the stacks do about the controls of AWS Foundational Security Best Practices (AWS Security Hub) and of NIST 800-53 for
ECS, Elastic Load Balancing, EC2, SNS, CloudWatch and KMS. Every "met" and every "not met" below is read from the templates
that the options lead to, by the tests of this package: nothing in the tables is written by hand but titles and reasons.

A stage has one of two levels:

\`\`\`ts
import { SecurityLevel, UdpServiceProject } from 'projen-udp-service';

new UdpServiceProject({
  // …
  security: SecurityLevel.HARDENED, // for every stage, or
  stages: [{ name: 'dev' }, { name: 'prod', security: SecurityLevel.HARDENED }],
});
\`\`\`

- \`SecurityLevel.STANDARD\` (default): what costs nothing and moves nothing. In stages with \`production: true\` that includes
  protection of the stacks and of the load balancer from deletion.
- \`SecurityLevel.HARDENED\`: the rest, as the steps below list it. An option that is given stands; where it falls short of the
  level, \`npx projen\` says so in a warning with the control. So one control can be left out and its reason stand beside it.

**A stage that runs already** is hardened [step by step](#the-order-in-which-a-stage-that-runs-is-hardened), or at least with
\`network: { loadBalancerInPublicSubnets: true }\` beside the level where its load balancer is internal and its VPC created:
without that option such a load balancer loses its addresses.

Whatever the level: the containers of the gate, of the smoke test and of images that are built here drop every Linux
capability. They listen above port 1024 and open no raw socket, so they need none. An existing image may start as root and
become another user, as nginx does, which takes \`CHOWN\`, \`SETUID\` and \`SETGID\` whatever its ports: it keeps those of Docker
until \`application.dropCapabilities\` says which it does without. The user of an image that is built here is read from its
Dockerfile into the task definition; of an existing image only \`application.user\` knows it.
`;

const LIMITS = `## What no template shows

- **An existing VPC, cluster, topic, role or key** is used as it is. Nothing is looked up, so its controls are not in the
  tables; a hardened stage names them in warnings.
- **The account**: Security Hub, GuardDuty, AWS Config, CloudTrail, EBS encryption, public access of S3 are nobody's stack here.
- **The log group of the Lambda function** that closes the default security group is made by Lambda when it first runs: without
  retention and with a key of AWS. It holds some lines a deployment.
- **What the image does**: no control looks into it. Scan it in ECR (\`ECR.1\`), whose repository is not one of these stacks.
- **Whether a datagram is encrypted** is up to its protocol.
- The key of the topic admits EventBridge without a condition, because EventBridge does not tell KMS for which rule it asks; the
  policy of the topic names the two rules.
`;

/** The text of docs/security.md. */
export function securityDocumentation({ services, profiles, effects: measured }: Findings): string {
  return [
    INTRODUCTION,
    '## Controls of Security Hub\n',
    `Columns: a stage as it is created (\`dev\`), one that serves production (\`prod\`), and that one hardened, with an image that is built here and with an existing one.\n`,
    ...services.flatMap(([service, rows]) => [`### ${service}\n`, `${controlTable(rows)}\n`]),
    '## NIST 800-53 and AwsSolutions\n',
    'The tests of a generated repository run the packs `AwsSolutionsChecks` and `NIST80053R5Checks` of cdk-nag over every stage.',
    'These are the rules that refuse something in one of the four columns, and why that is meant; every other rule of the packs',
    'refuses nothing there. What an extension adds is acknowledged beside it, in `src/extensions.ts`.\n',
    `${nagTable(profiles)}\n`,
    '## The order in which a stage that runs is hardened\n',
    'Each step is an option of its own, so each can be a pull request of its own, and `udp-service impact` says of each what it',
    'does. When all are on, `security: SecurityLevel.HARDENED` changes nothing more: write it instead of them. A stage that is',
    'created hardened needs no order. The columns are what `udp-service impact` finds for a stage that runs: turned on, and',
    'turned off again; the network of the stage is a created one with the preset `public`.\n',
    `${effectTable(measured)}\n`,
    ...measured.map(({ step }, index) => `${index + 1}. **${step.title}.** ${step.notes}`),
    '',
    LIMITS,
  ].join('\n');
}

function controlTable(rows: readonly Row[]): string {
  return table(
    ['control', 'demands', ...PROFILES.map(([title]) => title), 'turn on', 'why not'],
    rows.map(({ control, states }) => [
      control.id,
      control.title,
      ...states.map((state) => (state === 'nothing to check' ? '–' : state)),
      states.includes('not met') ? (control.remedy?.option ?? 'cannot be') : '',
      states.includes('not met') ? (control.why ?? '') : '',
    ]),
  );
}

function nagTable(profiles: readonly Synthesized[]): string {
  const rules = [...new Set(profiles.flatMap(({ refused }) => [...refused.keys()]))].sort();
  return table(
    ['rule', ...PROFILES.map(([title]) => title), 'why it is refused'],
    rules.map((rule) => {
      const found = profiles.map(({ refused }) => refused.get(rule));
      const reasons = new Set(found.flatMap((one) => [...(one?.reasons ?? [])]));
      return [rule, ...found.map((one) => (one === undefined ? 'met' : 'refused')), [...reasons].join(' ')];
    }),
  );
}

function effectTable(measured: readonly Effect[]): string {
  return table(
    ['', 'step', 'option', ...RUNNING.map(([title]) => `${title}: on / off`), 'costs'],
    measured.map(({ step, levels }, index) => [
      String(index + 1),
      step.title,
      step.option,
      ...levels.map(([on, off]) => `${on} / ${off}`),
      step.costs,
    ]),
  );
}
