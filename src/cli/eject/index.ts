import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { runPackageManager } from '../../clients/npm/cli';
import { EJECTING_FILE, MANIFEST_FILE } from '../../files/manifest';
import { packageManagerFor, shell, worded } from '../../package-managers';
import { UserError } from '../../util/user-error';
import { writeWholeFile } from '../../util/whole-file';
import { wholeManifest } from '../files/list';
import { projenOf } from '../projen';
import { findRepository } from '../repository';
import { assertEjectable, resume } from './ejectable';
import { mentions } from './mentions';

interface EjectOptions {
  readonly yes?: true;
  readonly allowDirty?: boolean;
}

/** Formats and lints files. */
const LINT = ['biome', 'check', '--no-errors-on-unmatched', '--write'];

/** Adds `eject`: go on without projen and this package. */
export function registerEject(program: Command): void {
  program
    .command('eject')
    .description('go on without projen and this package: every file is yours, tasks become scripts of package.json')
    .option('--yes', 'do not ask')
    .option('--allow-dirty', 'also where changes are not committed, or without a git repository')
    .action((options: EjectOptions) => eject(findRepository(process.cwd()), options));
}

async function eject(directory: string, { yes, allowDirty = false }: EjectOptions): Promise<void> {
  resume(directory);
  const { files, template } = wholeManifest(directory);
  assertEjectable(directory, template, allowDirty);
  const projen = projenOf(directory);
  const templates = Object.values(files).filter((file) => file.class !== 'owned');
  if (!yes && !(await confirmed(templates.length))) {
    process.stdout.write('Nothing was changed.\n');
    return;
  }
  const manager = packageManagerFor(directory);
  writeWholeFile(directory, EJECTING_FILE, '');
  await run(directory, [process.execPath, projen, 'default'], { PROJEN_EJECTING: 'true', PROJEN_DISABLE_POST: 'true' });
  // a task that is killed ends well, as projen sees it
  if (existsSync(join(directory, MANIFEST_FILE))) {
    throw new UserError({
      subject: 'eject',
      cause: 'the synth of the ejected files did not come to its end',
      remedy: 'Run `npx udp-service eject` again',
    });
  }
  // from here on this very package may be removed below us: nothing more is loaded
  const left = mentions(directory);
  await run(directory, manager.installMutable);
  // from now on the linter looks at everything, and generated data has no form; what was the user's already has his own
  const became = Object.entries(files).flatMap(([path, file]) => (file.class === 'owned' ? [] : [path]));
  await run(directory, [...manager.exec, ...LINT, ...became.filter((path) => existsSync(join(directory, path)))]);
  process.stdout.write(worded(closing(shell(...manager.script, 'build'), left), manager));
}

async function confirmed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UserError({ subject: 'eject', cause: 'nobody can be asked here', remedy: 'Give --yes' });
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(
      `${count} files of the template become yours: no later version brings a fix to them, and the commands of this package are gone. The stacks stay as they are.\nEject? [y/N] `,
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

function run(directory: string, command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  return runPackageManager(command, {
    cwd: directory,
    env: { ...process.env, ...env },
    remedy: 'Correct the cause above, then run it again',
  });
}

function closing(build: string, left: readonly string[]): string {
  return [
    '',
    'The repository goes on by itself. Its options are kept in a file that ends with .bak, to read; nothing reads it.',
    ...(left.length > 0 ? ['These lines of yours name what is gone:', ...left.map((line) => `  ${line}`)] : []),
    `Now: ${build}, look at the difference, and commit.`,
    '',
  ].join('\n');
}
