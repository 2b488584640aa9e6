/**
 * The resolved service: plain data with every default filled in, a complete description per stage.
 *
 * This file has no imports, because it is the one source of these types for two programs: the package that
 * resolves options into it, and the generated repository whose stacks are built from it.
 */

/** Everything a generated repository deploys. */
export interface Service {
  /** Name of the service; first part of every stack name. */
  readonly name: string;
  /** The deployments of the service, in the order in which they are deployed. */
  readonly stages: readonly Stage[];
  /** Whether GitHub attests what was deployed, and a rollback demands that; absent where it does not. */
  readonly attestations?: true;
}

/** The template that wrote a repository; the stacks carry it, so that what is deployed can be told from what is merged. */
export interface TemplateVersion {
  /** Package of the template. */
  readonly name: string;
  readonly version: string;
  /** Package of an organisation's subclass, where it is one. */
  readonly preset?: { readonly name: string; readonly version: string };
}

/** One deployment of the service: one account, one region. */
export interface Stage {
  /** Stable name; part of every stack name and construct ID. */
  readonly name: string;
  /** AWS account ID; without it the stacks are environment-agnostic. */
  readonly account?: string;
  /** AWS region; without it the stacks are environment-agnostic. */
  readonly region?: string;
  /** Whether the stage serves production: its stacks and its load balancer are protected from deletion. */
  readonly production: boolean;
  /** Qualifier of the CDK bootstrap stack. */
  readonly bootstrapQualifier: string;
  /** ARN of the role of the deploy and rollback workflows; without it no workflow deploys the stage. */
  readonly deployRoleArn?: string;
  /** ARN of the role of the drift workflow; without it no workflow looks for drift of the stage. */
  readonly driftRoleArn?: string;
  /** ARN of the role of the diff workflow; without it pull requests are compared without credentials. */
  readonly diffRoleArn?: string;
  /** Absent where every role of the workflows is made elsewhere, or there is none. */
  readonly trust?: Trust;
  /** Name of the GitHub environment that the stage is deployed in. */
  readonly environment: string;
  /** Whether that environment is to have required reviewers. */
  readonly approval: boolean;
  /** Listener ports, each identified by its name. */
  readonly ports: readonly Port[];
  readonly image: Image;
  readonly application: Application;
  /** Absent where a service with only TCP ports is checked by its target groups directly. */
  readonly healthGate?: HealthGate;
  readonly loadBalancer: LoadBalancer;
  readonly network: Network;
  readonly addresses: Addresses;
  readonly clients: Clients;
  readonly task: Task;
  readonly rollout: Rollout;
  readonly logs: Logs;
  /** Tags of every taggable resource of the stage. */
  readonly tags: Readonly<Record<string, string>>;
  readonly egress: Egress;
  readonly existing: ExistingResources;
  readonly roles: Roles;
  /** Absent where clients use the load balancer's own name or its addresses. */
  readonly domain?: Domain;
  /** Absent where no endpoint service is offered. */
  readonly privateLink?: PrivateLink;
  readonly capacity: Capacity;
  readonly operations: Operations;
  /** Names of the template's behaviours that the stage has; see `behaviours` in the options. */
  readonly behaviours: readonly string[];
  /** Absent where nobody is asked after a deployment. */
  readonly smokeTest?: SmokeTest;
}

/** The roles that GitHub Actions assumes by OpenID Connect, made by the stack `<stage>-deploy-role`. */
export interface Trust {
  /** The repository that is trusted, `owner/name`. */
  readonly repository: string;
  /** GitHub's numbers of its owner and of itself. */
  readonly ownerId?: number;
  readonly repositoryId?: number;
  /** Issuer of the tokens, without `https://`. */
  readonly issuer: string;
  readonly roles: readonly TrustedRole[];
}

/** What a role that GitHub Actions assumes is for. */
export type TrustedRolePurpose = 'deploy' | 'drift' | 'diff';

/** A role that GitHub Actions assumes; it can do nothing but assume roles of the CDK bootstrap stack. */
export interface TrustedRole {
  readonly purpose: TrustedRolePurpose;
  readonly name: string;
  /** Subjects of the tokens that are accepted; `*` stands for any text. */
  readonly subjects: readonly string[];
  /**
   * Values that are accepted of further claims, by the name of the claim: each must have one of its values. `*` stands for
   * any text.
   */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  readonly bootstrapRoles: readonly BootstrapRole[];
  /** Seconds that a session may last at most. @default - the hour that IAM takes where nobody says anything */
  readonly maxSessionSeconds?: number;
}

/** A role of the CDK bootstrap stack, by what it is for. */
export type BootstrapRole = 'deploy' | 'file-publishing' | 'image-publishing' | 'lookup';

/** The question to every address of the load balancer at the end of a deployment. */
export interface SmokeTest {
  /** `runner`: the runner of the workflow asks; `task`: a task that runs for some seconds in the service's subnets. */
  readonly from: 'runner' | 'task';
  readonly timeoutSeconds: number;
}

/** Protocol of a listener and of its target group. */
export type Protocol = 'UDP' | 'TCP_UDP' | 'TCP';

/** A listener port of the load balancer. */
export interface Port {
  /** Stable name; logical IDs depend on it and on nothing else of the port. */
  readonly name: string;
  /** Port the load balancer listens on. */
  readonly port: number;
  readonly protocol: Protocol;
  /** Port the application is bound to inside the task. */
  readonly containerPort: number;
  readonly healthCheck: HealthCheck;
}

/** The load balancer's health check of a target group (UDP targets are checked over TCP or HTTP). */
export interface HealthCheck {
  readonly protocol: 'HTTP' | 'TCP';
  /** Port that is checked: the gate's, or the container port of a TCP service without gate. */
  readonly port: number;
  /** Path of an HTTP check. */
  readonly path?: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThresholdCount: number;
  readonly unhealthyThresholdCount: number;
}

/** Where the application's image comes from. */
export type Image = AssetImage | EcrImage | RegistryImage;

/** Built from a directory of the repository. */
export interface AssetImage {
  readonly source: 'asset';
  /** Directory with the Dockerfile, relative to the repository. */
  readonly directory: string;
}

/** From an ECR repository of any account and region; its version stands in `images.json`. */
export interface EcrImage {
  readonly source: 'ecr';
  /** Name of the repository. */
  readonly repositoryName: string;
  /** Account of the repository; the stage's own when absent. */
  readonly account?: string;
  /** Region of the repository; the stage's own when absent. */
  readonly region?: string;
}

/** From any other registry; its version stands in `images.json`. */
export interface RegistryImage {
  readonly source: 'registry';
  /** Image name without tag or digest, for example `public.ecr.aws/nginx/nginx`. */
  readonly name: string;
}

/** The application container. */
export interface Application {
  readonly containerName: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Secrets by the name of their environment variable. */
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly command?: readonly string[];
  readonly user?: string;
  /** Linux capabilities that the container does without; absent where it keeps those of Docker. */
  readonly dropCapabilities?: readonly string[];
  /** IAM policy statements of the task role. */
  readonly taskRoleStatements: readonly PolicyStatement[];
  readonly readonlyRootFilesystem: boolean;
  /** Absolute paths that stay writable (an empty volume each) under the read-only root. */
  readonly writablePaths: readonly string[];
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopTimeoutSeconds: number;
}

/** A value that ECS reads at task start; never part of a template. */
export type Secret = SecretsManagerSecret | SsmSecret;

export interface SecretsManagerSecret {
  readonly source: 'secretsmanager';
  /** Complete ARN, or the ARN without the six random characters. */
  readonly arn: string;
  /** Key of a JSON secret. */
  readonly jsonField?: string;
  /** KMS key that encrypts it; absent where it is a key of AWS. */
  readonly keyArn?: string;
}

export interface SsmSecret {
  readonly source: 'ssm';
  /** Name of the parameter in the stage's account and region. */
  readonly parameterName: string;
  /** KMS key that encrypts it; absent where it is a key of AWS. */
  readonly keyArn?: string;
}

/** One IAM policy statement. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** The container that answers the load balancer's health check with the truth about the service. */
export interface HealthGate {
  readonly containerName: string;
  /** `asset`: built from `health/`; `inline`: the same file in the task definition, run by the base image. */
  readonly delivery: 'asset' | 'inline';
  /** Base image, pinned by digest. */
  readonly baseImage: string;
  readonly cpu: number;
  readonly memoryLimitMiB: number;
  readonly stopTimeoutSeconds: number;
  /** What the gate reads as JSON from its environment variable `GATE_CONFIG`. */
  readonly config: GateConfig;
}

/** Configuration of the health gate's program. */
export interface GateConfig {
  /** Name of the service, a dimension of the gate's metrics. */
  readonly service: string;
  /** Name of the stage, a dimension of the gate's metrics. */
  readonly stage: string;
  /** `http`: one HTTP listener with a path a check; `tcp`: one listener a check, open while the check is up. */
  readonly mode: 'http' | 'tcp';
  /** Seconds between two probes of a port. */
  readonly intervalSeconds: number;
  /** Seconds a probe waits for its answer. */
  readonly timeoutSeconds: number;
  /** Successes after which a check that was down is up again (the first success is enough at start). */
  readonly rise: number;
  /** Timeouts or mismatches after which a check is down. */
  readonly fall: number;
  /** Refusals (nothing bound) after which a check is down. */
  readonly fallHard: number;
  /** Seconds for which an overloaded application counts as degraded before it counts as down. */
  readonly degradedSeconds: number;
  /** Seconds of failing answers between SIGTERM and exit. */
  readonly drainSeconds: number;
  /** One check a port. */
  readonly checks: readonly GateCheck[];
}

/** One port that the gate watches. */
export interface GateCheck {
  /** Name of the port. */
  readonly name: string;
  /** Listener port of the load balancer; the HTTP path is `/health/<port>`. */
  readonly port: number;
  /** Port the application is bound to. */
  readonly containerPort: number;
  /** Transports that must both answer for a `TCP_UDP` port. */
  readonly transports: readonly ('udp' | 'tcp')[];
  /** Port the gate listens on for this check: the same for every check in `http` mode. */
  readonly gatePort: number;
  readonly probe: Probe;
}

/** How a port is probed: the kernel's socket table, or a datagram and what its answer must look like. */
export type Probe = SocketProbe | DatagramProbe;

/** Passive: bound, not stuck. For protocols that never answer. */
export interface SocketProbe {
  readonly kind: 'socket';
}

/** Active: one datagram, one answer. */
export interface DatagramProbe {
  readonly kind: 'datagram';
  /** Name of the preset, or `custom`. */
  readonly preset: string;
  /**
   * Payload as hex; `{a:4}` stands for four fresh random bytes, `{a:4x}` for four as hex digits (for protocols of text),
   * a later `{a}` for the same bytes.
   */
  readonly send: string;
  /** Regular expression over the lower-case hex of the answer; `{a}` stands for the bytes that were sent. */
  readonly expect: string;
  /** Further regular expressions, by the word that is reported when they do not match (`synced`, …). */
  readonly checks?: Readonly<Record<string, string>>;
  /** Zero-pad the payload to this many bytes. */
  readonly padTo?: number;
  /** Accept the answer from any port of the target (TFTP). */
  readonly anyPort?: boolean;
  /** Send from this fixed port, for servers that keep state per peer. */
  readonly sourcePort?: number;
  /** `own` is the task's own address; `loopback` only where a daemon's client list demands it. */
  readonly target?: 'own' | 'loopback';
  /**
   * RADIUS Message-Authenticator and Response Authenticator; the shared secret is an ECS secret that only the gate
   * receives, as `GATE_SECRET_<port>`.
   */
  readonly radius?: { readonly secret: Secret };
}

/** The Network Load Balancer. */
export interface LoadBalancer {
  readonly scheme: 'internal' | 'internet-facing';
  readonly crossZone: boolean;
  readonly deletionProtection: boolean;
  /** Seconds a deregistering target keeps its flows. */
  readonly deregistrationDelaySeconds: number;
  /** Whether flows that remain after the delay are cut. */
  readonly connectionTermination: boolean;
}

/** Where the service runs. */
export type Network = CreatedNetwork | ImportedNetwork;

/** A VPC of this stage's own. */
export interface CreatedNetwork {
  readonly source: 'created';
  /**
   * `public`: tasks with public addresses, no NAT; `nat`: private tasks behind one NAT gateway or one a zone;
   * `isolated`: no way to the internet, VPC endpoints for what a task needs.
   */
  readonly preset: 'public' | 'nat' | 'isolated';
  readonly cidr: string;
  /** Zones by stable name. */
  readonly zones: readonly Zone[];
  /** `nat` only. */
  readonly natGateways: 'one' | 'one-per-zone';
  /** Zone of the one NAT gateway; the zone with the lowest slot when absent. */
  readonly natGatewayZone?: string;
  /** `nat` only: whether an internal load balancer lies in the public subnets; absent where it does not. */
  readonly loadBalancerInPublicSubnets?: boolean;
  /** `isolated` only: services with a VPC endpoint, by the last part of their name (`ecr.api`). */
  readonly endpoints?: readonly string[];
  /** Absent where flows are not logged. */
  readonly flowLogs?: FlowLogs;
  /** Whether the default security group loses its rules; absent where it keeps them. */
  readonly restrictDefaultSecurityGroup?: boolean;
}

/** A zone of a created network: its CIDR blocks belong to its slot, so that another zone never moves them. */
export interface Zone {
  /** Stable name; part of logical IDs: a letter (`a`), a full zone name (`eu-west-1a`), or `1`: the account's first. */
  readonly name: string;
  /** Slot of the zone in the VPC's CIDR, from 0; derived from the name alone. */
  readonly slot: number;
}

/** Flow logs of a created VPC. */
export interface FlowLogs {
  readonly traffic: 'ALL' | 'ACCEPT' | 'REJECT';
  readonly destination:
    | { readonly kind: 'logs'; readonly retentionDays: number }
    | { readonly kind: 's3'; readonly bucketArn: string; readonly prefix?: string };
}

/**
 * An existing VPC: nothing is looked up and nothing in it is changed. Its IDs, like those of other existing resources,
 * may be `ssm:` and the name of a parameter that CloudFormation reads at deployment.
 */
export interface ImportedNetwork {
  readonly source: 'imported';
  readonly vpcId: string;
  readonly cidr: string;
  /** Subnets of the load balancer, one a zone. */
  readonly loadBalancerSubnets: readonly Subnet[];
  /** Subnets of the tasks. */
  readonly taskSubnets: readonly Subnet[];
  /** Whether tasks get a public address (needed where their subnets have no NAT and no endpoints). */
  readonly assignPublicIp: boolean;
  /** Services with a VPC endpoint (`ecr.api`), where tasks have no other way out; absent where they have. */
  readonly endpoints?: readonly string[];
}

/** An existing subnet. */
export interface Subnet {
  readonly subnetId: string;
  /** Name of its Availability Zone. */
  readonly zone: string;
}

/** Fixed addresses of the load balancer. */
export type Addresses = NoAddresses | ElasticAddresses | ImportedAddresses | PrivateAddresses;

export interface NoAddresses {
  readonly source: 'none';
}

/** One Elastic IP a zone, created and retained in a stack of their own. */
export interface ElasticAddresses {
  readonly source: 'elastic';
  /** Names of the zones that get one. */
  readonly zones: readonly string[];
}

/** Existing Elastic IPs by allocation ID. */
export interface ImportedAddresses {
  readonly source: 'imported';
  /** Allocation ID by the name of the zone. */
  readonly allocationIds: Readonly<Record<string, string>>;
  /** The addresses themselves by the name of the zone, where they were stated. */
  readonly publicIps?: Readonly<Record<string, string>>;
}

/** Fixed private IPv4 addresses of an internal load balancer. */
export interface PrivateAddresses {
  readonly source: 'private';
  /** IPv4 address by the name of the zone. */
  readonly privateIps: Readonly<Record<string, string>>;
}

/** Who may send to the service. */
export interface Clients {
  /** IPv4 CIDR blocks. */
  readonly cidrs: readonly string[];
  /** IDs of managed prefix lists. */
  readonly prefixLists: readonly string[];
  /** IDs of existing security groups. */
  readonly securityGroups: readonly string[];
}

/** Size and number of the tasks. */
export interface Task {
  /** CPU units; 1024 are one vCPU. */
  readonly cpu: number;
  readonly memoryLimitMiB: number;
  readonly architecture: 'ARM64' | 'X86_64';
  /** Number of tasks at rest: where they are scaled, the minimum, which is then no part of the template. */
  readonly desiredCount: number;
  /** ECS Exec; needs a writable root file system. */
  readonly exec: boolean;
}

/** How a new task definition replaces the old one. */
export interface Rollout {
  readonly minHealthyPercent: number;
  readonly maxHealthyPercent: number;
  readonly circuitBreaker: boolean;
  /** Seconds after a task's start in which ECS ignores the load balancer's verdict. */
  readonly healthCheckGracePeriodSeconds: number;
}

/** The service's own log group. */
export interface Logs {
  readonly retentionDays: number;
  /** Whether a key of the stage's own encrypts the log groups; absent where a key of AWS or an existing one does. */
  readonly customerManagedKey?: boolean;
  /** `non-blocking` drops lines when the buffer is full; `blocking` stops the application instead. */
  readonly mode: 'non-blocking' | 'blocking';
  /** Buffer of the non-blocking mode. */
  readonly maxBufferSizeMiB: number;
}

/** What the tasks may reach. */
export type Egress = UnrestrictedEgress | RestrictedEgress;

export interface UnrestrictedEgress {
  readonly kind: 'all';
}

export interface RestrictedEgress {
  readonly kind: 'restricted';
  /** The stated rules and those without which no task starts. */
  readonly rules: readonly EgressRule[];
}

export interface EgressRule {
  readonly protocol: 'tcp' | 'udp';
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: EgressPeer;
}

/** `endpoints`: the VPC endpoints of an isolated network. */
export type EgressPeer =
  | { readonly kind: 'cidr' | 'prefixList' | 'securityGroup'; readonly value: string }
  | { readonly kind: 'endpoints' };

/** Existing resources that are used, as they are, instead of new ones. */
export interface ExistingResources {
  readonly clusterName?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  /** KMS key of the log groups. */
  readonly logKeyArn?: string;
  /** KMS key of the created alarm topic. */
  readonly topicKeyArn?: string;
}

/** What every IAM role of the stacks has. */
export interface Roles {
  /** Name or ARN of a managed policy. */
  readonly permissionsBoundary?: string;
  readonly path?: string;
  readonly namePrefix?: string;
}

/** Name of the service. */
export interface Domain {
  readonly recordName: string;
  readonly zoneName: string;
  /** Absent where the zone is kept elsewhere. */
  readonly hostedZoneId?: string;
  /** What the name leads to: the load balancer, or its fixed addresses. */
  readonly record: 'alias' | 'addresses';
  readonly ttlSeconds: number;
}

/** The endpoint service in front of the load balancer. */
export interface PrivateLink {
  readonly allowedPrincipals: readonly string[];
  readonly acceptanceRequired: boolean;
  /** Whether the clients' rules apply to what comes through it. */
  readonly enforceInboundRules: boolean;
  /** Whether a header tells the application who the consumer is. */
  readonly proxyProtocolV2: boolean;
}

/** How the number of tasks changes, and on what they run. */
export interface Capacity {
  /** Absent where `desiredCount` tasks run whatever the load. */
  readonly autoscaling?: Autoscaling;
  /** Absent where every task is on-demand. */
  readonly spot?: Spot;
}

/** The number of tasks follows the load. */
export interface Autoscaling {
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Average CPU utilization that is held. */
  readonly cpuTargetPercent: number;
  /** Packets per second that one task shall carry; absent where packets are not counted. */
  readonly packetsPerSecondPerTask?: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
}

/** Fargate Spot above an on-demand base. */
export interface Spot {
  /** Tasks that are on-demand before the first one is Spot. */
  readonly onDemandBase: number;
  readonly onDemandWeight: number;
  readonly spotWeight: number;
}

/** What the people on call look at. */
export interface Operations {
  /** Where alarms and deployment events go; absent where there are neither. */
  readonly topic?: AlarmTopic;
  /** Absent where there are no alarms. */
  readonly alarms?: Alarms;
  readonly dashboard: boolean;
  readonly savedQueries: boolean;
  readonly deploymentEvents: 'none' | 'problems' | 'all';
  readonly containerInsights: 'disabled' | 'enabled' | 'enhanced';
}

/** An SNS topic. */
export interface AlarmTopic {
  /** ARN of an existing one; absent where it is created. */
  readonly arn?: string;
  /** Whether a key of the stage's own encrypts it. */
  readonly customerManagedKey?: boolean;
  /** Addresses that are subscribed. */
  readonly emails: readonly string[];
}

/** Which alarms a stage has, and when they fire; what they watch stands in the alarm catalogue. */
export interface Alarms {
  /** Kinds that are left out. */
  readonly without: readonly AlarmKind[];
  /** Whether the alarms of a port's health roll a deployment back. */
  readonly rollback: boolean;
  readonly cpuPercent: number;
  readonly memoryPercent: number;
  readonly droppedDatagramsPerMinute: number;
  readonly consumedLcus: number;
  /** In five minutes; absent: no such alarm. */
  readonly blockedInboundFlows?: number;
  /** Absent: no such alarm. */
  readonly noTrafficMinutes?: number;
}

/**
 * The alarms of a service. What each means and what to do stands in its description and in `docs/service.md`.
 */
export enum Alarm {
  /** A port has fewer healthy tasks than always run. */
  HEALTHY_HOSTS = 'healthy-hosts',
  /** A port has tasks that stay unhealthy. */
  UNHEALTHY_HOSTS = 'unhealthy-hosts',
  /** No task is healthy, and the load balancer sends to unhealthy ones. */
  UNHEALTHY_ROUTING = 'unhealthy-routing',
  /** A zone of the load balancer is unhealthy. */
  ZONAL_HEALTH = 'zonal-health',
  /** The load balancer's security group stops datagrams on their way to the tasks. */
  BLOCKED_OUTBOUND_UDP = 'blocked-outbound-udp',
  /** The load balancer's security group stops connections or health checks on their way to the tasks. */
  BLOCKED_OUTBOUND_TCP = 'blocked-outbound-tcp',
  /** The load balancer's security group stops clients; only with a threshold. */
  BLOCKED_INBOUND = 'blocked-inbound',
  /** The load balancer rejects flows. */
  REJECTED_FLOWS = 'rejected-flows',
  /** The load balancer has no source port left. */
  PORT_ALLOCATION = 'port-allocation',
  /** The load balancer costs more than expected. */
  CONSUMED_LCUS = 'consumed-lcus',
  /** No client has opened a flow for a while; only with a number of minutes. */
  NO_TRAFFIC = 'no-traffic',
  /** The tasks are busy on average. */
  CPU = 'cpu',
  /** One task is busy while the others may be idle. */
  HOT_TASK = 'hot-task',
  /** The tasks run out of memory. */
  MEMORY = 'memory',
  /** The gate finds a port overloaded, yet alive. */
  GATE_DEGRADED = 'gate-degraded',
  /** The kernel drops datagrams because the application does not read them in time. */
  DROPPED_DATAGRAMS = 'dropped-datagrams',
  /** The gate's kill switch is on: every check passes. */
  GATE_ALWAYS_ON = 'gate-always-on',
  /** The gate's metrics do not arrive. */
  GATE_SILENT = 'gate-silent',
}

/** Kind of an alarm; part of its name, of its logical ID and of its anchor in `docs/service.md`. */
export type AlarmKind = `${Alarm}`;

/** Versions of existing images by stage: the content of the owned file `images.json`. */
export type ImageVersions = Readonly<Record<string, string>>;
