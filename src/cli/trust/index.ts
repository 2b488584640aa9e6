import type { Command } from 'commander';
import { githubCli } from '../../clients/github/cli';
import { packageManagerFor, worded } from '../../package-managers';
import { readDefinition, stageOf } from '../definition';
import { deployRoles } from './deploy';
import { ensureIdentity } from './identity';
import { findRepository } from './repository';

interface TrustCommandOptions {
  readonly remote: string;
  readonly yes?: true;
}

/** Adds `trust`: let the repository on GitHub deploy a stage. */
export function registerTrust(program: Command): void {
  program
    .command('trust')
    .description('let this repository on GitHub deploy a stage: find its numbers, write them down, deploy the roles')
    .argument('<stage>', 'name of the stage')
    .option('--remote <name>', 'git remote that is the repository on GitHub', 'origin')
    .option('--yes', 'deploy without asking')
    .addHelpText(
      'after',
      "\nIt reads GitHub by the GitHub CLI, and needs credentials of the stage's account that administer roles of IAM: no role of the bootstrap stack deploys this. It is meant for people: no workflow may change the roles of workflows.",
    )
    .action(async (name: string, options: TrustCommandOptions) => {
      const directory = process.cwd();
      const say = (text: string) => process.stdout.write(`${worded(text, packageManagerFor(directory))}\n`);
      const remote = await findRepository(options.remote);
      const github = githubCli(remote.host);
      stageOf(readDefinition(directory), name);
      const trusted = await ensureIdentity({ directory, stage: name, remote, github, say });
      await deployRoles({ directory, ...trusted, ask: options.yes !== true, say });
    });
}
