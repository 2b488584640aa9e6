#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { packageManagerFor, worded } from '../package-managers';
import { ExpectedError } from '../util/expected-error';
import { fileErrorText } from '../util/file-error';
import { ExitCode } from './exit';

/** Adds a command to the program. */
type Register = (program: Command) => void;

/**
 * The commands, each with a module of its own that is loaded when it is asked for: a start must stay instant, and none of
 * them loads projen or the CDK.
 */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  assembly: async () => (await import('./assembly.js')).registerAssembly,
  'bootstrap-policy': async () => (await import('./bootstrap-policy.js')).registerBootstrapPolicy,
  'build-images': async () => (await import('./build-images.js')).registerBuildImages,
  check: async () => (await import('./check.js')).registerCheck,
  deploy: async () => (await import('./deploy.js')).registerDeploy,
  deployments: async () => (await import('./deployments/index.js')).registerDeployments,
  drift: async () => (await import('./drift.js')).registerDrift,
  eject: async () => (await import('./eject/index.js')).registerEject,
  files: async () => (await import('./files/index.js')).registerFiles,
  github: async () => (await import('./github.js')).registerGitHub,
  impact: async () => (await import('./impact.js')).registerImpact,
  live: async () => (await import('./live/index.js')).registerLive,
  local: async () => (await import('./local/index.js')).registerLocal,
  precheck: async () => (await import('./precheck.js')).registerPrecheck,
  probe: async () => (await import('./probe.js')).registerProbe,
  propose: async () => (await import('./propose.js')).registerPropose,
  required: async () => (await import('./required/index.js')).registerRequired,
  rollback: async () => (await import('./rollback.js')).registerRollback,
  service: async () => (await import('./service.js')).registerService,
  'smoke-test': async () => (await import('./smoke-test.js')).registerSmokeTest,
  status: async () => (await import('./status/index.js')).registerStatus,
  trust: async () => (await import('./trust/index.js')).registerTrust,
  upgrade: async () => (await import('./upgrade.js')).registerUpgrade,
};

/** Runs a command line. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('udp-service')
    .description('Tools for UDP services behind a Network Load Balancer on ECS Fargate')
    .showHelpAfterError('(add --help for the usage)')
    .configureOutput({ writeErr: complain })
    .exitOverride();
  const wanted = Object.keys(COMMANDS).filter((name) => name === args[0]);
  for (const name of wanted.length > 0 ? wanted : Object.keys(COMMANDS)) (await COMMANDS[name]())(program);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // commander's own code for a wrong use is 1, which is the verdict of a command that ran
      process.exitCode = error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
    } else {
      const text = error instanceof ExpectedError ? error.message : inputErrorText(error);
      if (text === undefined) throw error;
      complain(`error: ${text}\n`);
      process.exitCode = ExitCode.USAGE;
    }
  }
}

/** An error that an input or the file system makes, told as one of its user's. */
function inputErrorText(error: unknown): string | undefined {
  // the limits of the readers come first; this is what refers to itself in a way that none of them knows
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return 'an input refers to itself without an end, or nests too deep to be followed. Correct it, then run this again.';
  }
  return fileErrorText(error, process.cwd());
}

/** What went wrong, with its remedy in the commands of the repository's package manager. */
function complain(text: string): void {
  process.stderr.write(worded(text, packageManagerFor(process.cwd())));
}

if (require.main === module) {
  // who reads no further, as `head`, has seen enough; a file on a full disk has not
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') complain(`error: ${inputErrorText(error) ?? error.message}\n`);
    process.exit(error.code === 'EPIPE' ? process.exitCode : ExitCode.USAGE);
  });
  void main(process.argv.slice(2));
}
