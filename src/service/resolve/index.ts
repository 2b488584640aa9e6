import { FIRST_BASELINE } from '../../history/baselines';
import { BEHAVIOURS } from '../../history/behaviours/registry';
import { resolveBehaviours } from '../../history/behaviours/resolve';
import type { Service, Stage } from '../../model/model';
import type { ImageOptions, PortOptions, ServiceOptions, StageOptions, UdpServiceProjectOptions } from '../../options';
import { type Problem, Problems } from '../../util/problems';
import { mergeStages } from '../merge';
import { resolveApplication } from './application';
import { resolveCapacity } from './capacity';
import { Checks, type Scope } from './checks';
import { resolveDomain } from './domain';
import { resolveEgress } from './egress';
import { resolveEndpoints } from './endpoints';
import { resolveExisting, resolveRoles } from './existing';
import { ENVIRONMENT, ENVIRONMENT_FORM, environmentOf, type GitHubContext, resolveGitHub } from './github';
import { resolveHealth } from './health';
import { resolveImage } from './image';
import { resolveAddresses, resolveClients, resolveLoadBalancer } from './load-balancer';
import { loadBalancerZones, resolveNetwork } from './network';
import { resolveOperations } from './operations';
import { type ResolvedPort, resolvePorts } from './ports';
import { resolvePrivateLink } from './private-link';
import { checkRuleCounts } from './rule-counts';
import { withSecurityLevel } from './security';
import { resolveSmokeTest } from './smoke-test';
import { resolveTags } from './tags';
import { resolveLogs, resolveRollout, resolveTask } from './task';
import { resolveTrust } from './trust';

/** The options that make a service; the rest of the project's options concern the repository. */
export type ServiceInput = ServiceOptions &
  Pick<
    UdpServiceProjectOptions,
    'name' | 'port' | 'protocol' | 'probe' | 'account' | 'region' | 'stages' | 'baseline' | 'workflows'
  >;

const DEFAULT_PORT = 1234;
const DEFAULT_STAGE = 'dev';

export interface ResolvedInput {
  readonly service: Service;
  /** Versions with which `images.json` begins, by stage. */
  readonly initialImageVersions: Readonly<Record<string, string | undefined>>;
  /** What the user should know although it can be done. */
  readonly warnings: readonly string[];
  /** Why the options cannot become this service. */
  readonly problems: readonly Problem[];
}

/**
 * Turns options into the resolved service: every default filled in, every stage complete. It throws on no options whose
 * form is right: where they cannot be meant it goes on with what it has, and what is wrong is told with the service.
 */
export function resolveService(input: ServiceInput): ResolvedInput {
  const problems = new Problems();
  const checks = new Checks(problems);
  checks.text(
    'name',
    input.name,
    /^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'up to 40 lower-case letters, digits and hyphens that begin with a letter',
    'dns-resolver',
  );

  const common: ServiceOptions = { ...input, ports: resolvePortShorthand(input, checks) };
  const merged = mergeStages(common, resolveStageShorthand(input, checks), problems);
  const stages = merged.map(({ options }) => options);
  checks.unique(
    'stages',
    stages.map(({ name }) => name),
    'two stages have the same name',
    'Give each stage a name of its own.',
  );
  if (stages.length === 0)
    checks.refuse(
      'stages',
      [],
      'a service has at least one stage',
      "Give one, for example { name: 'dev' }, or leave the option out.",
    );

  const github = resolveGitHub(input, checks);
  const resolved = merged.map(({ options, own }) => {
    const given: Scope = (path) => (own.has(path.split(/[.[]/)[0]) ? `stages[${options.name}].${path}` : path);
    const shorthandPort = !input.ports && options.ports === common.ports;
    return resolveStage(input, options, shorthandPort, github, new Checks(problems, input.stages ? given : undefined));
  });
  return {
    service: { name: input.name, stages: resolved, ...(github.attestations && { attestations: true }) },
    initialImageVersions: Object.fromEntries(stages.map((stage) => [stage.name, stage.image?.initialVersion])),
    warnings: problems.warnings,
    problems: problems.all,
  };
}

/** `port`, `protocol` and `probe` are one entry of `ports`. */
function resolvePortShorthand(input: ServiceInput, checks: Checks): PortOptions[] {
  if (input.ports) {
    refuseBoth(input, ['port', 'protocol', 'probe'], 'ports', checks);
    return input.ports;
  }
  return [{ port: input.port ?? DEFAULT_PORT, protocol: input.protocol, probe: input.probe }];
}

/** `account` and `region` are one entry of `stages`. */
function resolveStageShorthand(input: ServiceInput, checks: Checks): StageOptions[] {
  if (input.stages) {
    refuseBoth(input, ['account', 'region'], 'stages', checks);
    return input.stages;
  }
  return [{ name: DEFAULT_STAGE, account: input.account, region: input.region }];
}

function refuseBoth(
  input: ServiceInput,
  shorthands: readonly (keyof ServiceInput)[],
  list: string,
  checks: Checks,
): void {
  for (const shorthand of shorthands.filter((key) => input[key] !== undefined)) {
    checks.refuse(
      shorthand,
      input[shorthand],
      `'${shorthand}' is shorthand for an entry of '${list}', and '${list}' is given too`,
      `Give either '${shorthand}' or '${list}'.`,
    );
  }
}

function resolveStage(
  { name: service, baseline = FIRST_BASELINE, workflows = {} }: ServiceInput,
  given: StageOptions,
  shorthandPort: boolean,
  github: GitHubContext,
  checks: Checks,
): Stage {
  checkIdentity(given, checks);
  const stage = withSecurityLevel(given, checks);
  const production = stage.production ?? false;
  const image = resolveImage((stage.image ?? {}) as ImageOptions, checks.at('image'));
  const application = resolveApplication(stage.application ?? {}, stage.task ?? {}, image, checks.at('application'));
  const placed = resolveNetwork(stage.network ?? {}, stage.region, checks.at('network'));
  const addresses = resolveAddresses(stage.addresses ?? {}, placed, checks.at('addresses'));
  const loadBalancer = resolveLoadBalancer(stage.loadBalancer ?? {}, addresses, production, checks.at('loadBalancer'));
  const ports = resolvePorts(stage.ports ?? [], shorthandPort, checks);
  const health = resolveHealth(
    stage.healthCheck ?? {},
    stage.healthGate ?? {},
    { service, stage: stage.name, ports, image, applicationContainer: application.containerName },
    checks,
  );
  const rollout = resolveRollout(stage.rollout ?? {}, checks.at('rollout'));
  const { task, capacity } = resolveCapacity(
    stage.capacity ?? {},
    stage.task ?? {},
    {
      production,
      ...health,
      application,
      loadBalancer,
      addresses,
      network: placed,
      rollout,
      task: resolveTask(stage.task ?? {}, image, loadBalancerZones(placed).length, checks.at('task')),
    },
    checks,
  );
  const network = resolveEndpoints(
    stage.network ?? {},
    placed,
    { application, healthGate: health.healthGate, task },
    stage.egress?.awsServices ?? [],
    checks.at('network'),
  );
  const roles = resolveRoles(stage.roles ?? {}, checks.at('roles'));
  const resolved: Stage = {
    name: stage.name,
    account: stage.account,
    region: stage.region,
    production,
    bootstrapQualifier: stage.bootstrapQualifier ?? 'hnb659fds',
    ...resolveTrust(service, stage, roles, github, checks, workflows.timeouts),
    environment: environmentOf(stage),
    approval: stage.approval ?? production,
    ...health,
    image,
    application:
      image.source === 'asset'
        ? { ...application, environment: { SERVICE_PORTS: servicePorts(ports), ...application.environment } }
        : application,
    loadBalancer,
    network,
    addresses,
    clients: resolveClients(stage.clients ?? {}, loadBalancer, network.cidr, checks.at('clients')),
    task,
    rollout,
    logs: resolveLogs(stage.logs ?? {}, { production, logKeyArn: stage.existing?.logKeyArn }, checks.at('logs')),
    tags: resolveTags(stage.tags ?? {}, checks.at('tags')),
    egress: resolveEgress(stage.egress ?? {}, network, checks.at('egress')),
    existing: resolveExisting(stage.existing ?? {}, stage, checks.at('existing')),
    roles,
    domain: stage.domain && resolveDomain(stage.domain, addresses, checks.at('domain')),
    privateLink: stage.privateLink && resolvePrivateLink(stage.privateLink, checks.at('privateLink')),
    capacity,
    operations: resolveOperations(
      stage.operations ?? {},
      { production, region: stage.region, topicKeyArn: stage.existing?.topicKeyArn },
      checks.at('operations'),
    ),
    behaviours: resolveBehaviours({ ...stage.behaviours }, baseline, BEHAVIOURS),
  };
  const smokeTest = resolveSmokeTest(
    stage.smokeTest ?? {},
    { ...resolved, existingRoles: resolved.existing.executionRoleArn !== undefined },
    checks.at('smokeTest'),
  );
  checkRuleCounts(resolved, checks);
  return { ...resolved, smokeTest };
}

/** What an application that is built here listens on, so that a port is changed in one place: `53/udp,53/tcp`. */
function servicePorts(ports: readonly ResolvedPort[]): string {
  return ports
    .flatMap(({ containerPort, protocol }) =>
      protocol.split('_').map((transport) => `${containerPort}/${transport.toLowerCase()}`),
    )
    .join(',');
}

function checkIdentity(stage: StageOptions, checks: Checks): void {
  checks.text(
    'name',
    stage.name,
    /^(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'up to 20 lower-case letters, digits and hyphens that begin with a letter',
    'prod',
  );
  if (stage.account !== undefined)
    checks.text('account', stage.account, /^\d{12}$/, 'an AWS account ID of 12 digits', '111122223333');
  if (stage.region !== undefined)
    checks.text('region', stage.region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region', 'eu-west-1');
  if (stage.bootstrapQualifier !== undefined)
    checks.text(
      'bootstrapQualifier',
      stage.bootstrapQualifier,
      /^[a-z0-9]{1,10}$/,
      'up to 10 lower-case letters and digits',
      'hnb659fds',
    );
  if (stage.environment !== undefined) {
    checks.text('environment', stage.environment, ENVIRONMENT, ENVIRONMENT_FORM, 'production');
  }
  for (const key of ['deployRoleArn', 'driftRoleArn', 'diffRoleArn'] as const) checkRole(key, stage, checks);
}

function checkRole(key: 'deployRoleArn' | 'driftRoleArn' | 'diffRoleArn', stage: StageOptions, checks: Checks): void {
  const given = stage[key];
  if (given === undefined) return;
  const arn = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/.exec(given);
  if (!arn) {
    checks.refuse(
      key,
      given,
      'not the ARN of an IAM role',
      "Give an ARN such as 'arn:aws:iam::111122223333:role/deploy'.",
    );
  } else if (stage.account !== undefined && arn[1] !== stage.account) {
    checks.refuse(
      key,
      given,
      `the role lies in account ${arn[1]}, the stage in ${stage.account}`,
      "Name a role of the stage's account.",
    );
  }
}
