import type { Command } from 'commander';
import { findRepository } from '../repository';
import { list } from './list';
import { release } from './release';
import { take } from './take';

/** Adds `files`: whose the files of a repository are, and the two ways out of an edit of a managed one. */
export function registerFiles(program: Command): void {
  const files = program
    .command('files')
    .description('whose the files of this repository are: list them, take the template’s version, or release them');
  const write = (text: string): void => void process.stdout.write(text);
  files
    .command('list', { isDefault: true })
    .description('every file that the template writes or wrote, its class (managed, owned, shared) and its state')
    .option('--json', 'print the list as JSON')
    .action((options: { readonly json?: true }) => write(list(findRepository(process.cwd()), options.json === true)));
  files
    .command('take')
    .description('take the template’s version of files; what stands there is kept as a patch beside each')
    .argument('<paths...>', 'managed, shared or released files')
    .action(async (paths: string[]) => write(await take(findRepository(process.cwd()), process.cwd(), paths)));
  files
    .command('release')
    .description('make managed files yours: their content stays, and no later version of the template changes it')
    .argument('<paths...>', 'managed files')
    .action(async (paths: string[]) => write(await release(findRepository(process.cwd()), process.cwd(), paths)));
}
