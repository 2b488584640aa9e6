import type { Service, Stage } from '../../../model/model';
import { type UdpServiceProjectOptions, type UpgradeOptions, Upgrades } from '../../../options';
import type { Checks } from '../../../service/resolve/checks';
import { ENVIRONMENT, ENVIRONMENT_FORM } from '../../../service/resolve/github';
import { checkSecret } from './forms';
import type { UpgradeSettings } from './model';
import { atNight, CRON } from './schedule';

const DEFAULT_AGE = 3;
const DEFAULT_ENVIRONMENT = 'upgrade';

/** How the repository is brought up to date. */
export function resolveUpgrades(
  { name, upgrades = Upgrades.WORKFLOW, upgradeOptions = {} }: UdpServiceProjectOptions,
  { stages }: Service,
  checks: Checks,
): UpgradeSettings {
  const { channel = 'latest', automerge = false, minimumAgeDays, credentials = {}, schedule } = upgradeOptions;
  checks.text('channel', channel, /^[A-Za-z][\w.-]*$/, "a dist-tag: letters, digits, '.', '-' and '_'", 'latest');
  if (schedule !== undefined) checks.text('schedule', schedule, CRON, 'a cron expression of five fields', '17 4 * * 2');
  if (minimumAgeDays !== undefined) checks.integer('minimumAgeDays', minimumAgeDays, 0, 90, ' days');
  if (minimumAgeDays !== undefined && !automerge) {
    checks.refuse('minimumAgeDays', minimumAgeDays, 'nothing merges by itself', "Give 'automerge: true', too.");
  }
  return {
    by: upgrades,
    channel,
    schedule: schedule ?? atNight(name, automerge),
    ...(automerge && { mergeAfterDays: minimumAgeDays ?? DEFAULT_AGE }),
    environment: resolveEnvironment(credentials, stages, checks.at('credentials')),
    credentials: resolveCredentials(credentials, checks.at('credentials')),
  };
}

/** An environment of its own: what deploys a stage needs no token that pushes, and what is upgraded needs no approval. */
function resolveEnvironment(
  { environment = DEFAULT_ENVIRONMENT }: NonNullable<UpgradeOptions['credentials']>,
  stages: readonly Stage[],
  checks: Checks,
): string {
  checks.text('environment', environment, ENVIRONMENT, ENVIRONMENT_FORM, DEFAULT_ENVIRONMENT);
  // GitHub tells environments apart without regard to case
  const same = stages.find((stage) => stage.environment.toLowerCase() === environment.toLowerCase());
  if (same !== undefined) {
    checks.refuse(
      'environment',
      environment,
      `the stage '${same.name}' has this environment, so the jobs that deploy it could read the secret that upgrades are pushed with`,
      "Give another name here, or the stage another 'environment'.",
    );
  }
  return environment;
}

function resolveCredentials(
  { appClientId, appPrivateKeySecret, tokenSecret }: NonNullable<UpgradeOptions['credentials']>,
  checks: Checks,
): UpgradeSettings['credentials'] {
  for (const [key, secret] of Object.entries({ appPrivateKeySecret, tokenSecret })) {
    if (secret !== undefined) checkSecret(key, secret, checks);
  }
  if (appClientId === undefined) {
    if (appPrivateKeySecret !== undefined) {
      checks.refuse(
        'appPrivateKeySecret',
        appPrivateKeySecret,
        'nothing says of which app',
        "Give 'appClientId', too.",
      );
    }
    return { kind: 'token', secret: tokenSecret ?? 'UPGRADE_TOKEN' };
  }
  checks.text('appClientId', appClientId, /^(Iv[\w.-]+|\d+)$/, 'the client ID of a GitHub App', 'Iv23liAbCdEfGhIjKlMn');
  if (tokenSecret !== undefined) {
    checks.refuse(
      'tokenSecret',
      tokenSecret,
      "'appClientId' is given too, and one is enough",
      'Leave one of them out.',
    );
  }
  return { kind: 'app', clientId: appClientId, privateKeySecret: appPrivateKeySecret ?? 'UPGRADE_APP_PRIVATE_KEY' };
}
