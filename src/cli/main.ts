#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check';
import { ExitCode, UsageError } from './exit';

/** Every command has a module of its own. None of them may load projen or the CDK: a start must stay instant. */
const commands: readonly (() => Command)[] = [checkCommand];

/** The `udp-service` command. */
export function program(): Command {
  const root = new Command('udp-service').description('UDP services behind a Network Load Balancer on ECS Fargate');
  for (const command of commands) root.addCommand(command());
  for (const command of [root, ...root.commands]) {
    command.exitOverride().showHelpAfterError('(add --help for the usage)');
  }
  return root;
}

/** Run a command line. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
    } else if (error instanceof UsageError) {
      process.stderr.write(`error: ${error.message}\n`);
      process.exitCode = ExitCode.USAGE;
    } else {
      throw error;
    }
  }
}

if (require.main === module) void main(process.argv.slice(2));
