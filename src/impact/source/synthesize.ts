import { devNull } from 'node:os';
import { cdkProgram, synthCommand } from '../../clients/cdk/cli';
import { installPackages } from '../../clients/npm/cli';
import { lockfilesOf, packageManagerOf } from '../../package-managers';
import { runProcess } from '../../util/process';
import { UserError } from '../../util/user-error';

export interface SynthesisLimits {
  /** Milliseconds for each step: install and synth. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Installs the dependencies of a checkout, exactly as its own lockfile fixes them. */
export async function install(directory: string, label: string, limits: SynthesisLimits): Promise<void> {
  const manager = packageManagerOf(directory);
  if (manager === undefined) {
    throw new UserError({
      subject: label,
      cause: 'has no lockfile, so its dependencies are not fixed',
      remedy: `Commit ${lockfilesOf().join(' or ')}`,
    });
  }
  await installPackages(manager.installLocked, { ...limits, cwd: directory, env: environment(), label });
}

/** Synthesizes a checkout by its own CDK, without credentials and without asking AWS for anything. */
export async function synthesize(
  directory: string,
  output: string,
  label: string,
  limits: SynthesisLimits,
): Promise<void> {
  const cdk = cdkProgram(directory);
  if (cdk === undefined) {
    throw new UserError({
      subject: label,
      cause: 'has no CDK CLI of its own (node_modules/.bin/cdk)',
      remedy: 'Install the dependencies, with aws-cdk among them',
    });
  }
  await runProcess(synthCommand(cdk, output), {
    ...limits,
    cwd: directory,
    env: environmentWithoutSecrets(),
    purpose: `${label}: synth failed`,
    remedy: 'Make `npx cdk synth --no-lookups` work there, then compare again',
  });
}

/** The same for both sides, and nothing in it that could reach an account. */
export function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|CDK_|GITHUB_TOKEN$|GH_TOKEN$|ACTIONS_)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    CI: 'true',
  };
}

/** The install may need a token for a registry; the code of the side itself never does. */
export function environmentWithoutSecrets(): NodeJS.ProcessEnv {
  const secret = /TOKEN|SECRET|PASSWORD|CREDENTIAL/i;
  return Object.fromEntries(
    Object.entries(environment()).filter(([name]) => !secret.test(name) || name.startsWith('AWS_SHARED_')),
  );
}
