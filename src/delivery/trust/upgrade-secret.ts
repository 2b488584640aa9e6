import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../../util/user-error';
import { ASK_ADMINISTRATOR, type SettingFinding } from './github-settings';

/** Where the workflows of a repository read what upgrades are pushed with. */
export interface UpgradeSecret {
  readonly environment: string;
  readonly secret: string;
}

const WORKFLOW = '.github/workflows/upgrade.yml';

interface Workflow {
  readonly jobs?: Readonly<Record<string, Job | null>>;
}

interface Job {
  readonly environment?: string | { readonly name?: string };
  readonly steps?: readonly { readonly env?: Values; readonly with?: Values }[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads it from the workflow: what stands there is what runs. Nothing where no workflow upgrades.
 *
 * @throws UserError where the workflow reads the secret outside an environment
 */
export function readUpgradeSecret(directory: string): UpgradeSecret | undefined {
  const jobs = readJobs(directory);
  for (const { environment, steps = [] } of jobs) {
    const secret = steps.flatMap(secretOf)[0];
    if (secret === undefined) continue;
    const name = typeof environment === 'object' ? environment.name : environment;
    if (name !== undefined) return { environment: name, secret };
    throw new UserError({
      subject: WORKFLOW,
      cause: `reads the secret ${secret} in no environment, so that every branch can read it`,
      remedy: 'Run `npx projen`, and look at what .projenrc.ts does to this workflow.',
    });
  }
  return undefined;
}

function readJobs(directory: string): Job[] {
  let text: string;
  try {
    text = readFileSync(join(directory, WORKFLOW), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    const { jobs = {} } = (parse(text) ?? {}) as Workflow;
    return Object.values(jobs).filter((job): job is Job => job !== null && typeof job === 'object');
  } catch (error) {
    const [cause] = (error as Error).message.split('\n');
    throw new UserError({
      subject: WORKFLOW,
      cause: `cannot be read (${cause})`,
      remedy: 'Run `npx projen`, which writes it.',
    });
  }
}

/** The secret that a step pushes with: the private key of an app, or a token. */
function secretOf({ env = {}, with: inputs = {} }: NonNullable<Job['steps']>[number]): string[] {
  return [env.UPGRADE_TOKEN, inputs['private-key']].flatMap(
    (value) => /\bsecrets\.(\w+)/.exec(String(value ?? ''))?.[1] ?? [],
  );
}

/** Where secrets of the name are; no value of a secret can ever be read. */
export interface SecretPlaces {
  readonly environment: boolean;
  readonly repository: boolean;
  /** Whether the organisation lends the repository one of the name. */
  readonly organisation: boolean;
}

/** What of the secret lies where more than the default branch reads it; `places` is absent where GitHub does not tell. */
export function secretFindings(
  { environment, secret }: UpgradeSecret,
  places: SecretPlaces | undefined,
  repository: string,
): SettingFinding[] {
  const subject = `secret ${secret}`;
  if (places === undefined) {
    const cause = 'GitHub does not show to this login where it is';
    return [{ subject, cause, remedy: ASK_ADMINISTRATOR, changes: [] }];
  }
  const set = `gh secret set ${secret} --env ${environment} --repo ${repository}`;
  const wide = 'so any branch can read it with a workflow of its own';
  return [
    ...(places.environment
      ? []
      : [
          {
            subject,
            cause: `is not in the environment ${environment}, so no upgrade is proposed`,
            remedy: 'Set it:',
            command: set,
            changes: [],
          },
        ]),
    ...(places.repository && places.environment
      ? [
          {
            subject,
            cause: `stands in the repository as well as in the environment ${environment}, ${wide}`,
            changes: [{ method: 'DELETE' as const, path: `repos/${repository}/actions/secrets/${secret}` }],
          },
        ]
      : []),
    ...(places.repository && !places.environment
      ? [
          {
            subject,
            cause: `stands in the repository, ${wide}; its value cannot be read, so nothing moves it for you`,
            remedy: 'Set it in the environment as above, then run this again, which deletes the other one',
            changes: [],
          },
        ]
      : []),
    ...(places.organisation
      ? [
          {
            subject,
            cause: `the organisation gives one of this name to the repository, ${wide}`,
            remedy: 'Take the repository out of its list, or rename it',
            changes: [],
          },
        ]
      : []),
  ];
}
