import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { gitAnswer } from '../../clients/git';
import { EJECTING_FILE, type PackageVersion } from '../../files/manifest';
import { installedTemplate } from '../../files/template';
import { UserError } from '../../util/user-error';

/** What projen renames when it is ejected. */
const PROJENRC = ['.projenrc.ts', '.projenrc.js', '.projenrc.json'];

/** An earlier run may have been interrupted when projen had renamed the options, and before everything else was done. */
export function resume(directory: string): void {
  if (!existsSync(join(directory, EJECTING_FILE))) return;
  for (const path of PROJENRC) {
    const kept = join(directory, `${path}.bak`);
    if (existsSync(kept) && !existsSync(join(directory, path))) renameSync(kept, join(directory, path));
  }
}

/** @throws UserError where ejecting would lose a way back, or is not of the state that is there */
export function assertEjectable(directory: string, synthesized: PackageVersion, allowDirty: boolean): void {
  const { name, version } = installedTemplate();
  if (synthesized.version !== version) {
    throw new UserError({
      subject: `${name} ${version}`,
      cause: `is installed, and ${synthesized.version} wrote the files`,
      remedy: 'Run `npx projen` and commit, then eject',
    });
  }
  // what an interrupted run changed is no reason not to complete it
  if (allowDirty || existsSync(join(directory, EJECTING_FILE))) return;
  const changes = uncommitted(directory);
  if (changes === undefined) {
    throw new UserError({
      subject: directory,
      cause: 'is no git repository, so there would be no way back',
      remedy: 'Or give --allow-dirty',
    });
  }
  if (changes !== '') {
    throw new UserError({
      subject: directory,
      cause: 'these changes are not committed, and could not be told from those of ejecting:',
      output: changes,
      remedy: 'Commit them, or give --allow-dirty.',
    });
  }
}

function uncommitted(directory: string): string | undefined {
  return gitAnswer(directory, ['status', '--porcelain'], { timeout: 60_000 })?.toString().trimEnd();
}
