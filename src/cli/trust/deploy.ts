import { awsCli } from '../../clients/aws/cli';
import { callerOf } from '../../clients/aws/roles';
import { runVisibly } from '../../clients/npm/cli';
import { createsProvider } from '../../delivery/trust/provider';
import { openTo } from '../../delivery/trust/subject';
import { packageManagerFor } from '../../package-managers';
import { ROLES_PART } from '../../service/stacks';
import { shortText, UserError } from '../../util/user-error';
import type { TrustingStage } from './identity';

interface RolesDeployment extends TrustingStage {
  readonly directory: string;
  /** Whether the CDK shows what changes in permissions and asks. */
  readonly ask: boolean;
  readonly say: (text: string) => void;
}

/** Deploys the stack of the roles with the credentials of whoever runs this, and tells what GitHub still needs. */
export async function deployRoles({ directory, service, stage, ask, say }: RolesDeployment): Promise<void> {
  const { name, account, region, trust } = stage;
  const aws = awsCli(region);
  const caller = await callerOf(aws).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    throw new UserError({
      subject: `stage ${name}`,
      cause: `no usable AWS credentials (${shortText(error)})`,
      remedy: `Log in to the account ${account}`,
    });
  });
  if (caller.account !== account) {
    throw new UserError({
      subject: `stage ${name}`,
      cause: `lies in the account ${account}, and the credentials are of ${caller.arn}`,
      remedy: `Log in to ${account}`,
    });
  }
  const stack = `${service.name}-${name}-${ROLES_PART}`;
  const provider = `arn:${caller.partition}:iam::${account}:oidc-provider/${trust.issuer}`;
  const creates = await createsProvider(aws, stack, provider, trust.issuer);
  say(creates ? `The provider ${provider} belongs to this stack.` : `The provider ${provider} is there already.`);
  const open = openTo(trust);
  if (open !== undefined) say(`Note: ${open}.`);
  await runVisibly([
    ...packageManagerFor(directory).exec,
    'cdk',
    'deploy',
    `${name}-${ROLES_PART}`,
    '--exclusively',
    '--no-notices',
    '--parameters',
    `${stack}:CreateProvider=${creates}`,
    ...(ask ? [] : ['--require-approval', 'never']),
  ]);
  say(
    [
      '',
      `GitHub may deploy the stage ${name}. What remains:`,
      '  1. Commit what has changed here; where the stacks are new, `npx projen test:update` writes their snapshot first.',
      '  2. See what GitHub needs, and set it: npx udp-service github',
      '  3. Push: the workflow deploys.',
    ].join('\n'),
  );
}
