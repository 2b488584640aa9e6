#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { ExitCode } from './exit';
import { ERROR_FORMATS, tellFailure, tellingOf } from './failure';
import { ISSUES } from './issues';
import { inCommandsOfRepository } from './repository-words';

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
    .option('--debug', 'show where in this program an error was made that nobody expected')
    .addOption(
      new Option('--error-format <format>', 'how it is told that a command could not do its work')
        .choices(ERROR_FORMATS)
        .default(undefined, 'text, and on GitHub an annotation, too'),
    )
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
      fail(args, error);
    }
  }
}

/** Tells why a command could not do its work; whatever it was, that is no verdict of the command. */
function fail(args: readonly string[], error: unknown): void {
  // the scanners are large, and most runs have nothing to tell
  const { SCANNED } = require('../credentials/redact') as typeof import('../credentials/redact');
  complain(tellFailure(error, { ...tellingOf(args, process.env), redaction: SCANNED, reportTo: ISSUES }));
  process.exitCode = ExitCode.USAGE;
}

/** What went wrong, with its remedy in the commands of the repository's package manager. */
function complain(text: string): void {
  process.stderr.write(inCommandsOfRepository(text));
}

if (require.main === module) {
  const args = process.argv.slice(2);
  // an error in an event or a promise that nobody waits for, of a dependency as well
  process.on('uncaughtException', (error) => {
    fail(args, error);
    process.exit();
  });
  // who reads no further, as `head`, has seen enough; a file on a full disk has not
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    fail(args, error);
    process.exit();
  });
  void main(args);
}
