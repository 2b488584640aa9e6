import type { Command } from 'commander';
import type { SynthesisLimits } from '../../impact/source/synthesize';
import type { ExitCode } from '../exit';
import { checkFiles } from './files';
import { judge } from './judge';
import { readProtection } from './protection';
import { installSide, synthesizeSide } from './synth';
import { requiredWorkflow } from './workflow';

/** Time for each step of a side: install, synth, render. */
const TIMEOUT_MS = 10 * 60_000;

/** Adds `required`: what an organisation requires of every pull request, and what its workflow runs. */
export function registerRequired(program: Command): void {
  const required = program
    .command('required')
    .description(
      'the check that an organisation requires by a ruleset, from a workflow that no pull request can change',
    );
  required
    .command('workflow')
    .description('print the workflow, with this version of the package pinned by its digest')
    .option(
      '--integrity <digest>',
      'digest of the package, as a lockfile has it (default: as npm has installed it here)',
    )
    .option('--registry <url>', 'npm registry that the package comes from', 'https://registry.npmjs.org')
    .option('--npm-token <secrets...>', 'secrets with tokens of npm registries that the repositories install from')
    .option('--runs-on <labels...>', 'labels of the runner', ['ubuntu-24.04'])
    .option('--host <name>', 'host of GitHub', 'github.com')
    .option('--mirror <pattern>', 'organisation, or owner/pattern with {repository}, that keeps copies of the actions')
    .action((options: Parameters<typeof requiredWorkflow>[1]) => {
      process.stdout.write(requiredWorkflow(process.cwd(), options));
    });
  required
    .command('install')
    .description('install what a checkout has locked, with the package manager that it has locked')
    .argument('<directory>', 'checkout of one side')
    .action((directory: string) => run((limits) => installSide(directory, limits)));
  required
    .command('synth')
    .description('synthesize a checkout that is installed, into a file for another job')
    .argument('<directory>', 'checkout of one side')
    .argument('<file>', 'archive that is written')
    .action((directory: string, file: string) => run((limits) => synthesizeSide(directory, file, limits)));
  required
    .command('files')
    .description('render the template in a checkout, and find committed files that are not as it writes them')
    .argument('<directory>', 'checkout of the head')
    .action((directory: string) => run((limits) => checkFiles(directory, limits)));
  required
    .command('protection')
    .description('read who has to approve changes of a branch, by the GitHub CLI, into a file for `judge`')
    .requiredOption('--repository <owner/name>', 'repository on GitHub')
    .requiredOption('--branch <name>', 'branch that is merged into')
    .requiredOption('--commit <sha>', 'commit of the branch')
    .requiredOption('--host <name>', 'host of GitHub')
    .argument('<file>', 'file that is written')
    .action((file: string, options: Parameters<typeof readProtection>[1]) => run(() => readProtection(file, options)));
  required
    .command('judge')
    .description('judge impact, acknowledgements and guarded files; runs nothing of either side')
    .requiredOption('--base-directory <directory>', 'checkout of the base')
    .requiredOption('--head-directory <directory>', 'checkout of the head')
    .requiredOption('--base-archive <file>', 'what `synth` made of the base')
    .requiredOption('--head-archive <file>', 'what `synth` made of the head')
    .requiredOption('--base-digest <sha256>', "SHA-256 of the base's archive, as the job that made it says")
    .requiredOption('--protection <file>', 'what `protection` has read')
    .option('--summary <file>', 'file that the verdict is added to as Markdown')
    .action((options: Parameters<typeof judge>[0]) => run((limits) => judge(options, limits)));
}

/** Runs a step with a signal that ends what it started. */
async function run(step: (limits: SynthesisLimits) => Promise<ExitCode>): Promise<void> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    process.exitCode = await step({ timeout: TIMEOUT_MS, signal: interruption.signal });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
