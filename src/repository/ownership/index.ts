import { mkdirSync } from 'node:fs';
import { javascript, type Project, ProjenrcFile } from 'projen';
import { TEMPORARY } from '../../ownership/atomic';
import { JOURNAL_FILE } from '../../ownership/journal';
import { Ledger, type Writer } from '../../ownership/ledger';
import { STATE_FOLDER } from '../../ownership/manifest';
import { OwnershipGuard } from './guard';

/** Whose the files of a repository are: guards every project of it while it is synthesized. */
export class Ownership {
  private readonly ledger: Ledger;

  public constructor(
    private readonly project: Project,
    writer: Writer,
  ) {
    mkdirSync(project.outdir, { recursive: true });
    this.ledger = new Ledger(project.outdir, writer);
    project.gitignore.exclude(`/${JOURNAL_FILE}`, `*${TEMPORARY}`);
    keepFromLinter(project);
    const guards: OwnershipGuard[] = [];
    for (const one of withSubprojects(project)) guards.push(new OwnershipGuard(one, this.ledger, guards));
  }

  /** To be called when everything is synthesized. */
  public finish(): void {
    const projenrc = ProjenrcFile.of(this.project)?.filePath;
    if (projenrc !== undefined) this.ledger.recordOwned(projenrc);
    this.ledger.close();
  }
}

/**
 * The linter's fix mode must not edit what the template writes. projen excludes what is read-only; what package managers
 * and the linter itself may write is left, and what is remembered of files.
 */
function keepFromLinter(project: Project): void {
  if (!(project instanceof javascript.NodeProject) || project.ejected) return;
  const writable = project.files.filter(({ readonly }) => !readonly).map(({ path }) => path);
  for (const path of [...writable, STATE_FOLDER]) project.biome?.addFilePattern(`!${path}`);
}

function withSubprojects(project: Project): Project[] {
  return [project, ...project.subprojects.flatMap(withSubprojects)];
}
