import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { exitOnUsage } from '../usage';
import { runSession } from './session';
import { readTask } from './task-definition';

interface Flags {
  readonly stage: string;
  readonly command: string;
  readonly assembly: string;
  readonly gate: string;
  readonly for?: number;
}

/** Adds the command `local`: the application and its health gate on this machine, with the environment of the task. */
export function registerLocal(program: Command): void {
  program
    .command('local')
    .description(
      'run the application and its health gate here, with the environment of the synthesized task definition',
    )
    .option('-s, --stage <name>', 'stage whose task definition is used', 'dev')
    .option('-c, --command <command>', 'what runs the application', 'python3 app/server.py')
    .option('--assembly <directory>', 'the synthesized cloud assembly', 'cdk.out')
    .option('--gate <file>', "the gate's program", 'health/gate.py')
    .option('--for <seconds>', 'end after so many seconds (default: on Ctrl-C)', seconds)
    .exitOverride(exitOnUsage)
    .action(async (flags: Flags) => {
      const stop = new AbortController();
      const interrupt = () => stop.abort();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
      try {
        const task = readTask(resolve(flags.assembly), flags.stage);
        const write = (line: string) => process.stdout.write(`${line}\n`);
        write(`${task.stackName}: ${flags.command}`);
        const passing = await runSession(task, {
          directory: process.cwd(),
          command: flags.command,
          gateProgram: resolve(flags.gate),
          seconds: flags.for,
          write,
          stop: stop.signal,
        });
        process.exitCode = passing ? 0 : 1;
      } finally {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
      }
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('Give seconds, more than 0 and at most 86400.');
  return value;
}
