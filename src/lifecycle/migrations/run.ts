import { compare } from 'semver';
import { emptyManifest, type Manifest, type PackageVersion, readManifest, writeManifest } from '../../files/manifest';
import { UserError } from '../../util/user-error';
import type { Note } from '../projenrc/edit-options';
import type { Migration } from './migration';
import { MigrationRepository } from './repository';

/** What became of a repository. */
export interface MigrationReport {
  /** Migrations that were applied or reverted, in that order. */
  readonly done: readonly Pick<Migration, 'id' | 'title'>[];
  /** What a person should look at. */
  readonly notes: readonly Note[];
}

/** A set of migrations and the version of the template that has them. */
export interface Migrations {
  readonly migrations: readonly Migration[];
  readonly installed: PackageVersion;
}

/**
 * Applies what a repository has not been through. Either everything succeeds, or nothing is changed.
 *
 * @throws UserError where one cannot be applied, or where a newer template was here
 */
export function migrate(directory: string, { migrations, installed }: Migrations): MigrationReport {
  const reading = readManifest(directory);
  // A merge leaves two sides: what one of them has not been through is applied, and nothing is done twice by it.
  const sides = reading.state === 'valid' ? [reading.manifest] : reading.state === 'conflicted' ? reading.sides : [];
  for (const manifest of sides) refuseUnknown(manifest, migrations, installed);
  const known = sides.length > 0 ? sides : [emptyManifest(installed)];
  const pending = ordered(migrations).filter(({ id }) => known.some((manifest) => !manifest.migrations.includes(id)));
  if (pending.length === 0) return { done: [], notes: [] };
  return carryOut(directory, known[0], installed, pending, 'apply');
}

/**
 * Takes back what the versions above another one have brought, newest first. Either everything succeeds, or nothing is
 * changed.
 *
 * @throws UserError where one cannot be reverted
 */
export function revert(directory: string, to: string, { migrations, installed }: Migrations): MigrationReport {
  const reading = readManifest(directory);
  if (reading.state !== 'valid') {
    throw new UserError({
      subject: 'the manifest of the template',
      cause: 'cannot be read',
      remedy: 'Run "npx projen", then go back',
    });
  }
  const { manifest } = reading;
  const recorded = ordered(migrations).filter(({ id }) => manifest.migrations.includes(id));
  const above = recorded.filter(({ version }) => compare(version, to) > 0).reverse();
  for (const { id } of above) {
    const reason = manifest.irreversible?.[id];
    if (reason !== undefined)
      throw new UserError({ subject: `the migration ${id} cannot be taken back`, cause: reason });
  }
  return above.length === 0 ? { done: [], notes: [] } : carryOut(directory, manifest, installed, above, 'revert');
}

function carryOut(
  directory: string,
  manifest: Manifest,
  { name }: PackageVersion,
  migrations: readonly Migration[],
  direction: 'apply' | 'revert',
): MigrationReport {
  const repository = new MigrationRepository(directory, manifest, name);
  const irreversible: Record<string, string> = { ...manifest.irreversible };
  for (const { id, changes } of migrations) {
    try {
      for (const change of direction === 'apply' ? changes : [...changes].reverse()) change[direction](repository);
    } catch (error) {
      throw failed(id, error);
    }
    const reasons = repository.takeReasons();
    if (reasons.length > 0) irreversible[id] = reasons.join('; ');
  }
  const ids = migrations.map(({ id }) => id);
  const recorded = manifest.migrations.filter((id) => !ids.includes(id));
  const record = (changes: Partial<Manifest>): void => {
    const reading = readManifest(directory);
    // the guard of the synth writes a manifest anew that cannot be read
    if (reading.state === 'valid') writeManifest(directory, { ...reading.manifest, ...changes });
  };
  // before anything is lost: whoever completes this after an interruption does not find it any more
  if (Object.keys(irreversible).length > 0) record({ irreversible });
  repository.commit();
  record({
    migrations: direction === 'apply' ? [...recorded, ...ids] : recorded,
    files: repository.manifestFiles,
  });
  return { done: migrations.map(({ id, title }) => ({ id, title })), notes: repository.notes };
}

function failed(id: string, error: unknown): UserError {
  const subject = `the migration ${id} failed`;
  if (!(error instanceof UserError)) {
    return new UserError({ subject, cause: (error as Error).message }, { cause: error });
  }
  const problems = error.problems.map((problem) => ({
    ...problem,
    subject,
    cause: `${problem.subject}: ${problem.cause}`,
  }));
  return new UserError(problems);
}

/** Only the version that brought a migration can take it back. */
function refuseUnknown(manifest: Manifest, migrations: readonly Migration[], installed: PackageVersion): void {
  const unknown = manifest.migrations.filter((id) => migrations.every((migration) => migration.id !== id));
  if (unknown.length === 0 || compare(manifest.template.version, installed.version) <= 0) return;
  const { version } = manifest.template;
  throw new UserError({
    subject: 'this repository',
    cause: `was migrated to ${version} (${unknown.join(', ')}), and ${installed.name} ${installed.version} is installed`,
    remedy: `Install ${installed.name}@${version} again, then go back by: npx projen upgrade --to ${installed.version}`,
  });
}

/** By version, and within one as they are listed: never by the order in which somebody wrote them down. */
function ordered(migrations: readonly Migration[]): Migration[] {
  return [...migrations].sort((a, b) => compare(a.version, b.version));
}
