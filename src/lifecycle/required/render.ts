import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitIn } from '../../clients/git';
import { environmentWithoutSecrets, type SynthesisLimits } from '../../impact/source/synthesize';
import { runProcess } from '../../util/process';
import { UserError } from '../../util/user-error';

/** How the options of a repository are run, by the file that holds them; never by its tasks, which are files like others. */
const RUNS: Readonly<Record<string, { readonly command: readonly string[]; readonly env?: NodeJS.ProcessEnv }>> = {
  '.projenrc.ts': { command: [process.execPath, '--import', 'tsx', '.projenrc.ts'] },
  '.projenrc.js': { command: [process.execPath, '.projenrc.js'] },
  '.projenrc.json': {
    command: [process.execPath, join('node_modules', 'projen', 'lib', 'run-projenrc-json.task.js')],
    env: { FILENAME: '.projenrc.json' },
  },
};

/**
 * Renders the template in a checkout whose dependencies are installed, and tells which committed files are not as it
 * writes them.
 *
 * @throws UserError where it cannot be rendered
 */
export async function renderedDifferences(directory: string, limits: SynthesisLimits): Promise<string[]> {
  const options = Object.keys(RUNS).find((file) => existsSync(join(directory, file)));
  if (options === undefined) {
    throw new UserError({
      subject: directory,
      cause: `has no ${Object.keys(RUNS).join(' and no ')}`,
      remedy: 'Take a repository that is not made by the template (any more) out of the ruleset',
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-render-'));
  try {
    // Path aliases of a tsconfig.json would let another program stand in for the template.
    const tsconfig = join(folder, 'tsconfig.json');
    writeFileSync(tsconfig, '{}');
    const { command, env } = RUNS[options];
    await runProcess(command, {
      ...limits,
      cwd: directory,
      env: { ...environmentWithoutSecrets(), PROJEN_DISABLE_POST: 'true', TSX_TSCONFIG_PATH: tsconfig, ...env },
      purpose: `${options}: cannot be rendered`,
      remedy: 'Make `npx projen` work, and commit what it writes',
      // it names every file that was edited, with its difference
      tail: 100_000,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return changedFiles(directory, limits);
}

async function changedFiles(directory: string, limits: SynthesisLimits): Promise<string[]> {
  const git = gitIn(directory, { ...limits, remedy: 'Check the repository out with git' });
  await git('add', '--all');
  const names = await git('diff', '--cached', '--name-only', '--no-renames', '--no-ext-diff', '-z');
  return names.split('\0').filter((name) => name !== '');
}
