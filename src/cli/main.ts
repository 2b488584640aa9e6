#!/usr/bin/env node
import { Command } from 'commander';

type Register = (program: Command) => void;

/**
 * The commands, each with a module of its own that is loaded when it is asked for: a start must stay instant, and none of
 * them loads projen or the CDK.
 */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  impact: async () => (await import('./impact.js')).registerImpact,
  local: async () => (await import('./local/index.js')).registerLocal,
  probe: async () => (await import('./probe.js')).registerProbe,
};

/** A wrong use of the command; 1 is the verdict of a command that ran. */
const USAGE = 2;

async function main(args: readonly string[]): Promise<void> {
  const program = new Command('udp-service')
    .description('Tools for UDP services behind a Network Load Balancer on ECS Fargate')
    .showHelpAfterError('(add --help for the usage)')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE));
  const wanted = Object.keys(COMMANDS).filter((name) => name === args[0]);
  for (const name of wanted.length > 0 ? wanted : Object.keys(COMMANDS)) (await COMMANDS[name]())(program);
  // a subcommand takes over the settings of its parent only when it is made by it, so each is told again
  for (const command of program.commands) command.copyInheritedSettings(program);
  await program.parseAsync(args, { from: 'user' });
}

void main(process.argv.slice(2));
