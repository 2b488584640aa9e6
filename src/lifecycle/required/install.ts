import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { installPackages } from '../../clients/npm/cli';
import type { SynthesisLimits } from '../../impact/source/synthesize';
import {
  type Command,
  INSTALL_RELEASE,
  PACKAGE_MANAGER_FOLDER,
  packageManagerOf,
  RELEASE_LOCKFILE,
} from '../../package-managers';
import { UserError } from '../../util/user-error';

/**
 * Installs the dependencies of a checkout as its own lockfile fixes them, with the package manager that it locks; no
 * script of a package is run, so that the tokens of registries may be at hand.
 */
export async function installLocked(directory: string, limits: SynthesisLimits): Promise<void> {
  const manager = packageManagerOf(directory);
  if (manager === undefined) {
    throw new UserError({
      subject: directory,
      cause: 'has no lockfile, so its dependencies are not fixed',
      remedy: 'Commit the lockfile',
    });
  }
  const start = (command: Command, env: NodeJS.ProcessEnv) =>
    installPackages(command, { ...limits, cwd: directory, env: { ...env, CI: 'true' }, label: directory });
  const folder = join(directory, PACKAGE_MANAGER_FOLDER);
  const isLocked = existsSync(join(directory, RELEASE_LOCKFILE));
  if (isLocked) await start(INSTALL_RELEASE, process.env);
  const binaries = resolve(folder, 'node_modules', '.bin');
  const path = isLocked ? [binaries, process.env.PATH].join(delimiter) : process.env.PATH;
  await start(manager.installLocked, { ...process.env, PATH: path });
}
