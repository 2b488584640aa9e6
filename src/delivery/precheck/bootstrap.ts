import { awsErrorCode } from '../../clients/aws/cli';
import { shortText, UserError } from '../../util/user-error';
import type { Access } from '../access';
import { type Checked, found, NOTHING, together, unknown } from './problem';
import type { Precheck } from './subject';

const STANDARD_QUALIFIER = 'hnb659fds';

/** Whether the account and region are bootstrapped, and new enough for the stacks. */
export async function checkBootstrap({ assembly, access }: Precheck): Promise<Checked> {
  const needed = new Map<string, number>();
  for (const { bootstrap } of assembly.stacks) {
    if (bootstrap) needed.set(bootstrap.parameter, Math.max(bootstrap.version, needed.get(bootstrap.parameter) ?? 0));
  }
  return together(await Promise.all([...needed].map(([parameter, version]) => checkOne(access, parameter, version))));
}

async function checkOne(access: Access, parameter: string, version: number): Promise<Checked> {
  const { account, region } = access;
  const subject = `bootstrap stack of aws://${account}/${region}`;
  try {
    const { Parameter } = await access.reader<{ Parameter: { Value: string } }>(
      'ssm',
      'get-parameter',
      '--name',
      parameter,
    );
    if (Number(Parameter.Value) >= version) return NOTHING;
    return found({
      subject,
      cause: `its version is ${Parameter.Value}, and the stacks need ${version} or newer`,
      remedy: `Bootstrap again: ${command(access, parameter)}`,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (awsErrorCode(error) !== 'ParameterNotFound') return unknown(shortText(error));
    return found({
      subject,
      cause: `there is none: the parameter ${parameter} does not exist`,
      remedy: `Bootstrap once: ${command(access, parameter)}`,
    });
  }
}

function command({ account, region, caller }: Access, parameter: string): string {
  const qualifier = /^\/cdk-bootstrap\/([^/]+)\//.exec(parameter)?.[1] ?? STANDARD_QUALIFIER;
  return [
    `npx cdk bootstrap aws://${account}/${region}`,
    ...(qualifier === STANDARD_QUALIFIER
      ? []
      : [`--qualifier ${qualifier} --toolkit-stack-name CDKToolkit-${qualifier}`]),
    ...(caller.account === account ? [] : [`--trust ${caller.account} --trust-for-lookup ${caller.account}`]),
  ].join(' ');
}
