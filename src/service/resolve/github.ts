import type { StageOptions, UdpServiceProjectOptions } from '../../options';
import type { Checks } from './checks';

/** What of GitHub the workflows and the roles that they assume depend on, beside the repository. */
export interface GitHubContext {
  /** Host of GitHub: `github.com`, a tenant of `ghe.com`, or a server of one's own. */
  readonly host: string;
  /** The branch whose commits are deployed. */
  readonly branch: string;
  /** Whether what was deployed is attested there. */
  readonly attestations: boolean;
}

/** What git and GitHub accept, and no shell or pattern of a workflow reads anything else into. */
const BRANCH = /^(?!.*(\.\.|\/\/|\.lock$|[./]$))[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

/** Names of environments that neither a shell nor a pattern reads anything else into. */
export const ENVIRONMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;
export const ENVIRONMENT_FORM = "up to 255 letters, digits, '.', '_' and '-', beginning with a letter or digit";

/** Resolves the options of `workflows` that more than the workflows depend on. */
export function resolveGitHub(
  { workflows = {} }: Pick<UdpServiceProjectOptions, 'workflows'>,
  checks: Checks,
): GitHubContext {
  const { branch = 'main', githubHost = 'github.com', attestations = false } = workflows;
  if (attestations && HOST.test(githubHost) && !isHosted(githubHost)) {
    checks
      .at('workflows')
      .refuse(
        'attestations',
        attestations,
        `${githubHost} is a GitHub Enterprise Server, and those have no attestations`,
        'Leave the option out: the record in the account of the stage proves what a rollback takes back.',
      );
  }
  const form = "letters, digits, '.', '_', '-' and '/', beginning with a letter or digit";
  return {
    branch: checks.at('workflows').text('branch', branch, BRANCH, `the name of a branch: ${form}`, 'main'),
    host: checks.at('workflows').text('githubHost', githubHost, HOST, 'a host without https://', 'acme.ghe.com'),
    attestations,
  };
}

/** Whether GitHub itself runs the host; a server of one's own sends names and no numbers. */
export function isHosted(host: string): boolean {
  return host === 'github.com' || host.endsWith('.ghe.com');
}

/** Name of the environment of a stage, which its tokens name as their subject. */
export function environmentOf(stage: StageOptions): string {
  return stage.environment ?? stage.name;
}
