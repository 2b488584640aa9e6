import type { ApplicationOptions } from './application-options';
import type { BehaviourOptions } from './behaviour-options';
import type { CapacityOptions } from './capacity-options';
import type { DomainOptions } from './domain-options';
import type { EgressOptions } from './egress-options';
import type { ExistingOptions, RolesOptions } from './existing-options';
import type { HealthCheckOptions, HealthGateOptions } from './health-options';
import type { ImageOptions } from './image-options';
import type { AddressesOptions, ClientsOptions, LoadBalancerOptions, NetworkOptions } from './network-options';
import type { OperationsOptions } from './operations-options';
import type { PortOptions } from './port-options';
import type { PrivateLinkOptions } from './private-link-options';
import type { SecurityLevel } from './security-options';
import type { SmokeTestOptions } from './smoke-test-options';
import type { LogsOptions, RolloutOptions, TaskOptions } from './task-options';
import type { TrustOptions } from './trust-options';

/**
 * What a service is; given for all stages, and overridden by a stage. `ports`, `image`, `network`, `addresses`,
 * `clients`, `egress` and `domain` of a stage replace the common ones as a whole; the other groups are merged key by key.
 */
export interface ServiceOptions {
  /**
   * Listener ports, one to five.
   *
   * @default - one UDP port, 1234
   */
  readonly ports?: PortOptions[];

  /**
   * Where the application's image comes from.
   *
   * @default - built from the directory `app`
   */
  readonly image?: ImageOptions;

  /**
   * The application container.
   *
   * @default - see the members
   */
  readonly application?: ApplicationOptions;

  /**
   * The load balancer's health check.
   *
   * @default - see the members
   */
  readonly healthCheck?: HealthCheckOptions;

  /**
   * The container that answers the health check.
   *
   * @default - see the members
   */
  readonly healthGate?: HealthGateOptions;

  /**
   * The Network Load Balancer.
   *
   * @default - see the members
   */
  readonly loadBalancer?: LoadBalancerOptions;

  /**
   * Fixed addresses of the load balancer.
   *
   * @default - none
   */
  readonly addresses?: AddressesOptions;

  /**
   * Who may send to the service.
   *
   * @default - the VPC, for an internal service; an internet-facing service must say
   */
  readonly clients?: ClientsOptions;

  /**
   * Where the service runs.
   *
   * @default - a created VPC with public subnets in two zones
   */
  readonly network?: NetworkOptions;

  /**
   * Size and number of the tasks.
   *
   * @default - see the members
   */
  readonly task?: TaskOptions;

  /**
   * How a new task definition replaces the old one.
   *
   * @default - see the members
   */
  readonly rollout?: RolloutOptions;

  /**
   * The log groups.
   *
   * @default - see the members
   */
  readonly logs?: LogsOptions;

  /**
   * Tags of every taggable resource.
   *
   * @default - none
   */
  readonly tags?: Record<string, string>;

  /**
   * What the tasks may reach.
   *
   * @default - everything
   */
  readonly egress?: EgressOptions;

  /**
   * Name of the service.
   *
   * @default - the load balancer's own name
   */
  readonly domain?: DomainOptions;

  /**
   * An endpoint service (AWS PrivateLink) for consumers in other VPCs.
   *
   * @default - none
   */
  readonly privateLink?: PrivateLinkOptions;

  /**
   * Existing resources that are used instead of new ones.
   *
   * @default - none
   */
  readonly existing?: ExistingOptions;

  /**
   * What every IAM role of the stacks has.
   *
   * @default - see the members
   */
  readonly roles?: RolesOptions;

  /**
   * How many tasks run, and on what.
   *
   * @default - see the members
   */
  readonly capacity?: CapacityOptions;

  /**
   * Alarms, dashboard, saved queries, deployment events.
   *
   * @default - see the members
   */
  readonly operations?: OperationsOptions;

  /**
   * The smoke test at the end of a deployment.
   *
   * @default - see the members
   */
  readonly smokeTest?: SmokeTestOptions;

  /**
   * How far the stage goes with the controls of AWS Foundational Security Best Practices and of NIST 800-53. What turning
   * it on does to a stage that runs, and in which order it is safe, stands in docs/security.md.
   *
   * @default SecurityLevel.STANDARD
   */
  readonly security?: SecurityLevel;

  /**
   * The repository on GitHub that may deploy.
   *
   * @default - none: the roles of a stage are given by their ARNs
   */
  readonly trust?: TrustOptions;

  /**
   * What the template does otherwise since this repository was created, switched on or off by name; a stage can go ahead
   * of the others. docs/behaviours.md tells what each does to what runs.
   *
   * @default - what `baseline` began with
   */
  readonly behaviours?: BehaviourOptions;
}

/**
 * One deployment of the service: one account and one region, and what differs from the common options.
 */
export interface StageOptions extends ServiceOptions {
  /**
   * Stable name, for example `dev`; part of every stack name of the stage.
   */
  readonly name: string;

  /**
   * AWS account ID, 12 digits, as a string.
   *
   * @default - environment-agnostic: deployed to the account of the credentials
   */
  readonly account?: string;

  /**
   * AWS region, for example `eu-west-1`.
   *
   * @default - environment-agnostic: deployed to the region of the credentials
   */
  readonly region?: string;

  /**
   * Name of another stage whose options this one starts from.
   *
   * @default - starts from the common options
   */
  readonly extends?: string;

  /**
   * Whether the stage serves production: turns on deletion protection, termination protection and longer retention.
   *
   * @default - true when the name is `prod` or `production`
   */
  readonly production?: boolean;

  /**
   * ARN of the role that the deploy and rollback workflows assume by OpenID Connect; without it (or without account and
   * region) the stage's job is skipped with a notice.
   *
   * @default - the role that `trust` makes; without it, not deployed by the workflow
   * @see https://github.com/projen-udp-service/projen-udp-service/blob/main/docs/trust.md
   */
  readonly deployRoleArn?: string;

  /**
   * ARN of the role that the drift workflow assumes on the main branch; it may assume the lookup role of the CDK bootstrap
   * stack.
   *
   * @default - the role that `trust` makes; without it, drift of the stage is not looked for
   */
  readonly driftRoleArn?: string;

  /**
   * ARN of the role that the diff workflow assumes for pull requests; it may assume the lookup role of the CDK bootstrap
   * stack and nothing else.
   *
   * @default - the role that `trust` makes with `pullRequests`; without it, pull requests are compared without credentials
   */
  readonly diffRoleArn?: string;

  /**
   * Name of the GitHub environment that the stage is deployed in.
   *
   * @default - the name of the stage
   */
  readonly environment?: string;

  /**
   * Whether somebody approves each deployment: the GitHub environment is to have required reviewers. No file can set that;
   * `npx udp-service github` does.
   *
   * @default - true in production stages
   */
  readonly approval?: boolean;

  /**
   * Qualifier of the CDK bootstrap stack in the account.
   *
   * @default "hnb659fds"
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
   */
  readonly bootstrapQualifier?: string;
}
