import { writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { readStageAssembly } from '../delivery/assembly';
import { sizeOf } from '../delivery/trust/execution-policy/document';
import { type ExecutionPolicies, executionPolicies, type PlacedStage } from '../delivery/trust/execution-policy/policy';
import { policyTemplate } from '../delivery/trust/execution-policy/template';
import { readTemplates } from '../delivery/trust/execution-policy/templates';
import type { Stage } from '../model/model';
import { packageManagerFor, worded } from '../package-managers';
import { partitionOf } from '../service/partition';
import { UserError } from '../util/user-error';
import { readDefinition, stageOf } from './definition';
import { ExitCode } from './exit';

interface BootstrapPolicyOptions {
  readonly app: string;
  readonly output?: string;
  readonly also?: readonly string[];
}

const STANDARD_QUALIFIER = 'hnb659fds';

/** Adds `bootstrap-policy`: what CloudFormation needs for a stage, instead of everything. */
export function registerBootstrapPolicy(program: Command): void {
  program
    .command('bootstrap-policy')
    .description(
      'write the policies with which CloudFormation can deploy a stage and nothing else, for `cdk bootstrap`',
    )
    .argument('<stage>', 'name of the stage')
    .option('--app <folder>', 'the synthesized assembly', 'cdk.out')
    .option('--output <file>', 'file for the template of the policies (default: "bootstrap-<stage>.json")')
    .option('--also <actions...>', 'further actions of IAM, for what extensions add', action)
    .addHelpText('after', '\nIt reads the templates and calls nothing. Whoever bootstraps deploys what it writes.')
    .addHelpText('after', 'Exit code: 0 everything is covered, 1 something is not, and is named, 2 it cannot be made.')
    .action((name: string, options: BootstrapPolicyOptions) => {
      const directory = process.cwd();
      const service = readDefinition(directory);
      const stage = placed(stageOf(service, name));
      const { stacks } = readStageAssembly(options.app, name);
      const needs = readTemplates(stacks.map(({ template }) => template));
      const policies = executionPolicies(service, stage, needs, options.also);
      const file = options.output ?? `bootstrap-${name}.json`;
      writeFileSync(file, `${JSON.stringify(policyTemplate(policies, name), undefined, 2)}\n`);
      const text = report(policies, { service: service.name, stage, file, types: needs.types.length });
      process.stdout.write(worded(text, packageManagerFor(directory)));
      process.exitCode = policies.open.length === 0 ? ExitCode.OK : ExitCode.FINDING;
    });
}

function action(value: string, others: readonly string[] = []): string[] {
  if (/^[a-z0-9-]+:[A-Za-z0-9*]+$/.test(value) && !/^(iam|sts|organizations|account):/.test(value))
    return [...others, value];
  throw new InvalidArgumentError(
    'It is no action such as dynamodb:CreateTable, or one of iam, sts, organizations or account, which are never added.',
  );
}

function placed(stage: Stage): PlacedStage {
  const { name, account, region } = stage;
  if (account !== undefined && region !== undefined) return { ...stage, account, region };
  const missing = account === undefined ? 'account' : 'region';
  throw new UserError({
    subject: `stage ${name}`,
    cause: `has no ${missing}, so nothing is bootstrapped for it`,
    remedy: 'Give it in .projenrc.ts, then run `npx projen`',
  });
}

interface Place {
  readonly service: string;
  readonly stage: PlacedStage;
  readonly file: string;
  readonly types: number;
}

function report(policies: ExecutionPolicies, { service, stage, file, types }: Place): string {
  const { name, account, region, bootstrapQualifier: qualifier } = stage;
  const execution = Object.keys(policies.execution);
  const arn = (policy: string) => `arn:${partitionOf(region)}:iam::${account}:policy/${policy}`;
  const sizes = [
    ...Object.entries(policies.execution),
    policies.executionBoundary,
    ...(policies.roleBoundary ? [policies.roleBoundary] : []),
  ];
  return [
    `${file}: the policies of the stage ${name}, from ${types} types of resources.`,
    ...sizes.map(([policy, document]) => `  ${policy}: ${sizeOf(document)} of 6144 characters`),
    ...policies.open.map((one) => `! Not covered: ${one}.`),
    '',
    'Deploy them, then bootstrap with them, with credentials that administer the account:',
    `  aws cloudformation deploy --region ${region} --stack-name udp-service-${service}-${name}-policies --template-file ${file} --capabilities CAPABILITY_NAMED_IAM`,
    `  npx cdk bootstrap aws://${account}/${region}${qualifier === STANDARD_QUALIFIER ? '' : ` --qualifier ${qualifier} --toolkit-stack-name CDKToolkit-${qualifier}`} --cloudformation-execution-policies ${execution.map(arn).join(',')} --custom-permissions-boundary ${policies.executionBoundary[0]}`,
    '',
    `Every service that is deployed with the qualifier ${qualifier} in this account and region then has these policies and no others: give the stage a 'bootstrapQualifier' of its own where they are several.`,
    '',
  ].join('\n');
}
