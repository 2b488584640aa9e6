import type { Service } from '../../../model/model';
import type { NotificationsOptions, UdpServiceProjectOptions, WorkflowsOptions } from '../../../options';
import { packageManagerOption, releaseOption } from '../../../options/package-manager';
import type { PackageManager } from '../../../package-managers';
import { Checks } from '../../../service/resolve/checks';
import { resolveGitHub } from '../../../service/resolve/github';
import { ROLE_TIMEOUTS } from '../../../service/resolve/sessions';
import { type Problem, Problems } from '../../../util/problems';
import { resolveActions } from './actions';
import { resolveContainerRegistries } from './container-registries';
import { checkAddress, checkSecret } from './forms';
import { hostOf } from './host';
import type { TimedWorkflow, WorkflowSettings } from './model';
import { resolveNpmTokens } from './npm-registry';
import { resolveRunners } from './runners';
import { atNight, CRON } from './schedule';
import { checkSessions } from './sessions';
import { resolveUpgrades } from './upgrades';

/** Minutes after which a job is cancelled. */
const TIMEOUTS: Readonly<Record<TimedWorkflow, number>> = { build: 30, ...ROLE_TIMEOUTS, upgrade: 45 };

/** What GitHub allows on its own runners; five days on those of others. */
const LONGEST_HOSTED = 360;
const LONGEST = 7200;

/** The settings of the workflows, and why the options cannot become them. */
export interface ResolvedSettings {
  readonly settings: WorkflowSettings;
  readonly problems: readonly Problem[];
}

/** Turns options into the settings of the workflows. */
export function resolveWorkflowSettings(
  options: UdpServiceProjectOptions,
  service: Service,
  managers?: readonly PackageManager[],
): ResolvedSettings {
  const problems = new Problems();
  const all = new Checks(problems);
  const checks = all.at('workflows');
  const { workflows = {} } = options;
  const { host: hostName, branch, attestations } = resolveGitHub(options, all);
  const host = hostOf(hostName);
  const settings: WorkflowSettings = {
    branch,
    host,
    node: resolveNode(workflows, checks),
    packageManager: packageManagerOption(options, managers),
    packageManagerRelease: releaseOption(options, managers),
    runners: resolveRunners(workflows.runners ?? {}, host, service, checks.at('runners')),
    timeouts: resolveTimeouts(workflows, service, checks.at('timeouts')),
    actions: resolveActions(workflows.actions ?? {}, host, checks.at('actions')),
    npmTokens: resolveNpmTokens(options.npmRegistry ?? {}, all.at('npmRegistry')),
    containerRegistries: resolveContainerRegistries(workflows.containerRegistries ?? [], checks),
    waves: resolveWaves(workflows, service, checks),
    notifications: resolveNotifications(workflows.notifications ?? {}, checks.at('notifications')),
    keepDeploymentsDays: resolveKept(workflows, checks),
    attestations,
    driftSchedule: resolveDriftSchedule(workflows, service, checks),
    upgrades: resolveUpgrades(options, service, all.at('upgradeOptions')),
  };
  return { settings, problems: problems.all };
}

function resolveNode({ nodeVersion = '24', nodeMirror }: WorkflowsOptions, checks: Checks): WorkflowSettings['node'] {
  checks.text('nodeVersion', nodeVersion, /^(2\d|[3-9]\d)(\.\d+\.\d+)?$/, 'a release of Node.js from 20 on', '24');
  if (nodeMirror !== undefined) checkAddress('nodeMirror', nodeMirror, checks, 'https://npm.example.com/nodejs');
  return { version: nodeVersion, ...(nodeMirror !== undefined && { mirror: nodeMirror }) };
}

function resolveTimeouts(
  { timeouts = {}, runners }: WorkflowsOptions,
  service: Service,
  checks: Checks,
): WorkflowSettings['timeouts'] {
  const longest = runners?.standard ? LONGEST : LONGEST_HOSTED;
  for (const [workflow, minutes] of Object.entries(timeouts)) {
    if (workflow in TIMEOUTS) checks.integer(workflow, minutes, 5, longest, ' minutes');
    else {
      const names = Object.keys(TIMEOUTS).join(', ');
      checks.refuse(workflow, minutes, 'there is no workflow of this name', `Use one of ${names}.`);
    }
  }
  checkSessions({ ...TIMEOUTS, ...timeouts }, service.stages, checks);
  return { ...TIMEOUTS, ...timeouts };
}

function resolveWaves({ waves }: WorkflowsOptions, { stages }: Service, checks: Checks): WorkflowSettings['waves'] {
  const names = stages.map(({ name }) => name);
  if (waves === undefined) return names.map((name) => [name]);
  const planned = waves.flat();
  const known = `The stages are ${names.join(', ')}.`;
  for (const name of new Set(planned.filter((candidate) => !names.includes(candidate)))) {
    checks.refuse('waves', name, 'there is no stage of this name', known);
  }
  for (const name of names.filter((candidate) => !planned.includes(candidate))) {
    checks.refuse('waves', waves, `the stage '${name}' stands in no wave, so it would never be deployed`, 'Add it.');
  }
  checks.unique('waves', planned, 'the stage stands in two waves', 'Keep one of them.');
  if (waves.some((wave) => wave.length === 0)) checks.refuse('waves', waves, 'a wave is empty', 'Remove it.');
  return waves;
}

function resolveKept({ keepDeploymentsDays = 90 }: WorkflowsOptions, checks: Checks): number {
  checks.integer('keepDeploymentsDays', keepDeploymentsDays, 1, 400, ' days');
  return keepDeploymentsDays;
}

function resolveDriftSchedule({ driftSchedule }: WorkflowsOptions, { name }: Service, checks: Checks): string {
  if (driftSchedule === undefined) return atNight(name, true);
  return checks.text('driftSchedule', driftSchedule, CRON, 'a cron expression of five fields', '17 4 * * 1-5');
}

function resolveNotifications({ webhookSecret }: NotificationsOptions, checks: Checks) {
  if (webhookSecret === undefined) return {};
  checkSecret('webhookSecret', webhookSecret, checks);
  return { webhookSecret };
}
