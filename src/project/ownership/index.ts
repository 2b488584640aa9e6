import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, type Project, ProjenrcFile } from 'projen';
import { TEMPORARY } from '../../files/atomic';
import { JOURNAL_FILE } from '../../files/journal';
import { Ledger, type Writer } from '../../files/ledger';
import { STATE_FOLDER } from '../../files/manifest';
import { type Rendering, renderingOf } from '../../files/rendering';
import { ManagedFile } from '../managed-file';
import { OwnershipGuard } from './guard';

/** What projen remembers of a project. */
const PROJEN_FOLDER = '.projen';

/** Whose the files of a repository are: guards every project of it while it is synthesized. */
export class Ownership {
  private readonly ledger: Ledger;
  private readonly guards: readonly OwnershipGuard[];

  public constructor(
    private readonly project: Project,
    writer: Writer,
  ) {
    mkdirSync(project.outdir, { recursive: true });
    this.ledger = new Ledger(project.outdir, writer);
    if (!project.ejected) project.gitignore.exclude(`/${JOURNAL_FILE}`, `*${TEMPORARY}`);
    keepFromLinter(project);
    this.guards = withSubprojects(project).map((one) => new OwnershipGuard(one, this.ledger));
  }

  /** What the template makes of every file, for a command that has to know it; in place of a synth, and nothing is written. */
  public render(): Rendering {
    const candidates = this.guards.flatMap((guard) => {
      const { project } = guard;
      project.preSynthesize();
      for (const component of project.components) if (component !== guard) component.preSynthesize();
      return [...guard.candidates().values()];
    });
    return renderingOf(candidates);
  }

  /** To be called when everything is synthesized. */
  public finish(): void {
    if (this.project.ejected) {
      for (const { outdir } of withSubprojects(this.project)) removeEmpty(join(outdir, PROJEN_FOLDER));
      this.ledger.remove();
      return;
    }
    const projenrc = ProjenrcFile.of(this.project)?.filePath;
    if (projenrc !== undefined) this.ledger.recordOwned(projenrc);
    this.ledger.close();
  }
}

/**
 * The linter's fix mode must not edit what the template writes. projen excludes what is read-only and says so itself; here
 * is the rest: what package managers and the linter may write, what cannot say so, and what is remembered of files.
 */
function keepFromLinter(project: Project): void {
  if (!(project instanceof javascript.NodeProject) || project.ejected) return;
  const included = project.files.filter(
    (file) => !(file instanceof ManagedFile) && (!file.readonly || file.marker === undefined),
  );
  for (const path of [...included.map((file) => file.path), STATE_FOLDER]) project.biome?.addFilePattern(`!${path}`);
}

/** Removes a folder with nothing in it. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it is not there, or holds what is not ours
  }
}

function withSubprojects(project: Project): Project[] {
  return [project, ...project.subprojects.flatMap(withSubprojects)];
}
