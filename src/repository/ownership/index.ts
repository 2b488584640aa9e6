import { mkdirSync } from 'node:fs';
import { type Project, ProjenrcFile } from 'projen';
import { TEMPORARY } from '../../ownership/atomic';
import { JOURNAL_FILE } from '../../ownership/journal';
import { Ledger, type Writer } from '../../ownership/ledger';
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

function withSubprojects(project: Project): Project[] {
  return [project, ...project.subprojects.flatMap(withSubprojects)];
}
