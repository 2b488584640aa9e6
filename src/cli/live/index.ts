import type { Command } from 'commander';
import { awsCli } from '../../clients/aws/cli';
import { readLive } from '../../delivery/live/read';
import { readDefinition, stageOf } from '../definition';
import { livePolicy } from './policy';
import { screen } from './screen';

interface LiveOptions {
  readonly json?: true;
  readonly policy?: true;
}

/** Adds `live`: what runs in a stage, on one screen, with read-only credentials. */
export function registerLive(program: Command): void {
  program
    .command('live')
    .description('show targets by zone, tasks, last deployment, gate verdicts, blocked flows and addresses of a stage')
    .argument('<stage>', 'name of the stage')
    .option('--json', 'print what was read as JSON')
    .option('--policy', 'print the IAM policy that this command needs, and call nothing')
    .addHelpText('after', '\nIt calls the AWS CLI with your credentials, and only to read.')
    .action(async (name: string, options: LiveOptions) => {
      const service = readDefinition(process.cwd());
      const stage = stageOf(service, name);
      const stack = `${service.name}-${stage.name}-service`;
      const text = options.policy
        ? json(livePolicy(stack, stage))
        : await live(() => readLive(service, stage, stack, awsCli(stage.region), new Date()), options.json === true);
      process.stdout.write(text);
    });
}

async function live(read: () => ReturnType<typeof readLive>, asJson: boolean): Promise<string> {
  const found = await read();
  return asJson ? json(found) : screen(found);
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
