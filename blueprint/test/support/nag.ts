import type { App } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Stage } from '../../src/model';

/** A finding of cdk-nag that is meant. */
export interface Acknowledgement {
  /** Rule, with what it found in brackets where it finds several things in one resource. */
  readonly id: RegExp;
  /** Construct paths, without the name of the stage. */
  readonly path: RegExp;
  readonly reason: string;
  /** Stages for which it is meant. @default - all */
  readonly when?: (stage: Stage) => boolean;
}

/**
 * What the stacks of this kind of service do on purpose.
 *
 * What an extension adds is acknowledged in `src/extensions.ts`, beside what is added:
 * `Validations.of(construct).acknowledge({ id: 'AwsSolutions-S1', reason: '…' })`.
 */
export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  {
    id: /^AwsSolutions-ECS2$/,
    path: /^service\/Task\/Definition\//,
    reason:
      'The environment holds plain settings that templates and pull requests may show. What must stay secret is given ' +
      'as `secrets`, which ECS reads when a task starts.',
  },
  {
    id: /^AwsSolutions-ECS4$/,
    path: /^service\/Cluster\//,
    reason:
      'Container Insights costs by the metric and knows nothing about UDP. The metrics of the load balancer and of the ' +
      'health gate tell how the service fares.',
  },
  {
    id: /^AwsSolutions-ELB2$/,
    path: /^service\/LoadBalancer\/Nlb\//,
    reason: 'A Network Load Balancer writes access logs for TLS listeners alone; for UDP and TCP there are none.',
  },
  {
    id: /^AwsSolutions-VPC7$/,
    path: /^network\/Network\/Vpc\//,
    reason:
      'Flow logs hold the addresses of clients and cost by the byte: a service turns them on where it needs them.',
  },
  {
    id: /^AwsSolutions-EC23$/,
    path: /^network\/Network\/EndpointSecurityGroup\//,
    reason: 'It admits the CIDR block of the VPC by reference, which the rule cannot read, on port 443 alone.',
  },
  {
    id: /^AwsSolutions-EC23$/,
    path: /^service\/Traffic\/FromClients\//,
    reason: 'The options of the stage say that its clients are anywhere.',
    when: ({ clients }) => clients.cidrs.includes('0.0.0.0/0'),
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    path: /^service\/(Task\/Roles|SmokeTest)\/ExecutionRole\/DefaultPolicy\//,
    reason: '`ecr:GetAuthorizationToken` knows no resource; pulling is allowed from the named repositories alone.',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::(\*|arn:.*:log-group:<TaskLogsExec\w+>:\*)\]$/,
    path: /^service\/Task\/Roles\/TaskRole\/DefaultPolicy\//,
    reason:
      'ECS Exec is on: the actions of its channel know no resource, and its sessions are written to the streams of one ' +
      'log group.',
    when: ({ task }) => task.exec,
  },
];

/** What cdk-nag finds in the app of one stage and nobody has acknowledged, in words. */
export function nagFindings(app: App, stage: Stage, used: (one: Acknowledgement) => void = () => {}): string[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources
      .map(({ constructPath = '' }) => constructPath)
      .filter((constructPath) => !isMeant({ ruleName, constructPath, stage, used }))
      .map(
        (constructPath) =>
          `${ruleName} at ${constructPath}: ${description} Correct it, or acknowledge it in src/extensions.ts: ` +
          `Validations.of(construct).acknowledge({ id: '${ruleName}', reason: '…' })`,
      ),
  );
}

interface Finding {
  readonly ruleName: string;
  readonly constructPath: string;
  readonly stage: Stage;
  readonly used: (acknowledgement: Acknowledgement) => void;
}

function isMeant({ ruleName, constructPath, stage, used }: Finding): boolean {
  const path = constructPath.slice(stage.name.length + 1);
  const meant = ACKNOWLEDGEMENTS.find(
    (one) => one.id.test(ruleName) && one.path.test(path) && (one.when?.(stage) ?? true),
  );
  if (meant) used(meant);
  return meant !== undefined || isWritten(ruleName, path, stage);
}

/** Whether a wildcard stands word for word in the policy statements that the options of the service give. */
function isWritten(ruleName: string, path: string, { application }: Stage): boolean {
  const wildcard = /^AwsSolutions-IAM5\[(Resource|Action)::(.*)\]$/.exec(ruleName);
  if (wildcard === null || !path.startsWith('service/Task/Roles/TaskRole/')) return false;
  const [, kind, text] = wildcard;
  return application.taskRoleStatements.some(({ actions, resources }) =>
    (kind === 'Action' ? actions : resources).includes(text),
  );
}
