import { posix, relative, sep } from 'node:path';
import { Component, type FileBase, javascript, type Project, ProjenrcFile } from 'projen';
import { type Ledger, type Planned, packagesOf } from '../../files/ledger';
import { MANIFEST_FILE } from '../../files/manifest';
import { isWritten } from '../../files/outcome';
import { invalidPath } from '../../files/path';
import type { Candidate } from '../../files/plan';
import { classOf, indispensable } from '../../files/policy';
import { type FileProblem, fileProblems } from '../../files/problem';
import { lockfilesOf } from '../../package-managers';
import { UserError, type UserProblems } from '../../util/user-error';
import { emptyFileList, isCreation, modeOf, render, writeBy } from '../projen-internals';
import { wordedFor } from '../wording';
import { OwnedFile } from './owned-file';
import { PACKAGE_MANIFEST, PackageManifest } from './package-manifest';
import { problemOf } from './problems';

/** Files whose content depends on which other files there are: they are rendered last. */
const LAST = /^(\.gitattributes|\.gitignore|\.projen\/files\.json|biome\.jsonc)$/;

const GENERATED = 'linguist-generated';

/**
 * Writes every file of a project, and sees to it that nothing is lost that a user wrote: when everything is known that the
 * template would write, and before the first file is written, it compares with what stands there, and stops where an edit
 * or a file of unknown origin would go.
 *
 * It has to be the last component: until then other components may change what files hold.
 */
export class OwnershipGuard extends Component {
  private readonly files = new Map<string, FileBase>();
  private packageManifest?: PackageManifest;

  public constructor(
    project: Project,
    private readonly ledger: Ledger,
  ) {
    super(project);
    if (!project.ejected) project.gitattributes.addAttributes(`/${MANIFEST_FILE}`, GENERATED);
  }

  public preSynthesize(): void {
    this.removeReleased();
    const candidates = this.candidates();
    const known = this.knownPaths().filter((path) => !candidates.has(path));
    const plan = this.ledger.plan([...candidates.keys(), ...known], candidates);
    this.carryOut(plan);
    for (const planned of plan) {
      const file = this.files.get(planned.path);
      if (file) writeBy(file, () => this.hasChanged(file, planned));
    }
  }

  /** Everything the template writes into this project. */
  public candidates(): ReadonlyMap<string, Candidate> {
    const { project } = this;
    const paths = project.files.map((file): [string, FileBase] => [this.pathOf(file), file]);
    // what lies outside of the repository is left to projen
    for (const [path, file] of paths) if (invalidPath(path) === undefined) this.files.set(path, file);
    for (const file of this.files.values()) if (classOf(file.path) !== 'managed' || project.ejected) this.show(file);
    this.packageManifest = this.preparePackageManifest();

    const files = [...this.files.values()];
    const ordered = [...files.filter(({ path }) => !LAST.test(path)), ...files.filter(({ path }) => LAST.test(path))];
    const owned = project.components.filter((component): component is OwnedFile => component instanceof OwnedFile);
    const candidates = [
      ...ordered.map((file) => this.candidateOf(file)),
      ...owned.map((file) => this.ownedOf(file)),
      ...(project.ejected ? [this.fileList()] : []),
    ];
    return new Map(candidates.flatMap((candidate) => (candidate ? [[candidate.path, candidate]] : [])));
  }

  /** What is released is the user's: projen neither writes it nor hides it from reviewers. */
  private removeReleased(): void {
    for (const file of this.project.files) {
      const path = this.pathOf(file);
      if (!this.ledger.entry(path)?.released || indispensable(path) !== undefined) continue;
      this.project.tryRemoveFile(file.path);
      this.show(file);
    }
  }

  private show({ path }: FileBase): void {
    this.project.gitattributes.removeAttributes(`/${path}`, GENERATED);
  }

  private preparePackageManifest(): PackageManifest | undefined {
    const { project, ledger } = this;
    const path = posix.join(this.prefix, PACKAGE_MANIFEST);
    if (!(project instanceof javascript.NodeProject) || !this.files.has(path)) return undefined;
    const installed = isCreation() ? ['projen', ...packagesOf(ledger.writer)] : [];
    return new PackageManifest(project, ledger.keysOf(path), ledger.written(path), installed);
  }

  private candidateOf(file: FileBase): Candidate | undefined {
    const text = render(file);
    if (text === undefined) return undefined;
    const path = this.pathOf(file);
    const fileClass = classOf(file.path);
    const { packageManifest } = this;
    const keys = file.path === PACKAGE_MANIFEST && packageManifest ? packageManifest.keys() : {};
    return {
      path,
      class: fileClass,
      text,
      mode: fileClass === 'managed' ? modeOf(file) : 0o644,
      unmarked: this.project.ejected,
      ...keys,
    };
  }

  private ownedOf({ path, content, folder }: OwnedFile): Candidate | undefined {
    const { ledger, prefix, project } = this;
    const owned: Candidate = { path: posix.join(prefix, path), class: 'owned', text: content, mode: 0o644 };
    // what nobody has changed must not name what is gone either
    if (project.ejected) return ledger.isAsWritten(owned.path) ? { ...owned, class: 'managed' } : undefined;
    const isForeign = folder !== undefined && ledger.exists(posix.join(prefix, folder));
    return isForeign && !ledger.exists(owned.path) && !ledger.isKnown(owned.path) ? undefined : owned;
  }

  private fileList(): Candidate {
    const { path, text } = emptyFileList();
    return { path: posix.join(this.prefix, path), class: 'managed', text, mode: 0o644 };
  }

  private carryOut(plan: readonly Planned[]): void {
    this.refuse(plan);
    this.ledger.apply(plan);
    this.ledger.close();
    this.tell(plan);
  }

  /** What projen asks for when it comes to the file: usually everything is written, as it was planned. */
  private hasChanged(file: FileBase, planned: Planned): boolean {
    const candidate = this.candidateOf(file);
    const changed = isWritten(planned.outcome) && planned.outcome.changes;
    if (candidate === undefined || candidate.text === planned.candidate?.text) return changed;
    // a component changed the file while others were synthesized
    const again = this.ledger.plan([candidate.path], new Map([[candidate.path, candidate]]));
    this.carryOut(again);
    return changed || again.some(({ outcome }) => isWritten(outcome) && outcome.changes);
  }

  /** @throws UserError that names every file for which nothing can be written */
  private refuse(plan: readonly Planned[]): void {
    const { project } = this;
    const creation = isCreation();
    const problems = plan.flatMap((planned) => {
      const { outcome, path } = planned;
      if (outcome.kind !== 'refuse') return [];
      return [problemOf(project.root.outdir, planned, outcome.cause, this.files.get(path))];
    });
    const projenrc = ProjenrcFile.of(project)?.filePath;
    if (creation && projenrc !== undefined && this.ledger.exists(projenrc)) {
      problems.push({
        path: projenrc,
        cause: { reason: 'unknown' },
        instead: 'this folder has a projen project already: npx projen',
      });
    }
    if (creation) problems.push(...this.foreignLockfiles());
    if (problems.length > 0) throw refusal(project, fileProblems(problems, creation));
  }

  /** Lockfiles of other package managers in the folder of a new repository: two of them would contradict each other. */
  private foreignLockfiles(): FileProblem[] {
    const { project, ledger } = this;
    if (!(project instanceof javascript.NodeProject)) return [];
    const lockfiles = new Set(lockfilesOf());
    lockfiles.delete(project.package.lockFile);
    const instead = 'to install with its package manager, give --package-manager';
    return [...lockfiles]
      .filter((path) => ledger.exists(path))
      .map((path) => ({
        path,
        cause: { reason: 'unusable', what: 'it is the lockfile of another package manager' },
        instead,
      }));
  }

  private tell(plan: readonly Planned[]): void {
    const { logger } = this.project;
    for (const { path, outcome } of plan) {
      if (outcome.kind === 'keep' && outcome.note === 'left-to-user') {
        logger.warn(`${path} is not generated any more and was edited: it is kept, and yours from now on.`);
      }
      if (outcome.kind === 'keep' && outcome.note === 'handed-over') {
        logger.info(
          `${path} is yours from this version on: nothing in it was changed, and no later version changes it.`,
        );
      }
      if (outcome.kind === 'merge' && outcome.kept.length > 0) {
        const keys = outcome.kept.map((key) => key.join('.')).join(', ');
        logger.warn(`${path}: ${keys} is not generated any more and was changed: it is kept, and yours from now on.`);
      }
    }
  }

  private pathOf(file: FileBase): string {
    return this.inRepository(file.absolutePath);
  }

  /** Folder of the project in the repository, empty for the root. */
  private get prefix(): string {
    return this.inRepository(this.project.outdir);
  }

  private inRepository(path: string): string {
    return relative(this.project.root.outdir, path).split(sep).join('/');
  }

  /** Paths that the manifest knows in this project, and not in one within it. */
  private knownPaths(): string[] {
    const { prefix } = this;
    const others = this.project.subprojects.map(({ outdir }) => `${this.inRepository(outdir)}/`);
    const mine = this.ledger.paths.filter((path) => prefix === '' || path.startsWith(`${prefix}/`));
    return mine.filter((path) => !others.some((other) => path.startsWith(other)));
  }
}

/** With the remedies in the commands of the repository's package manager. */
function refusal(project: Project, { heading, problems }: UserProblems): UserError {
  const worded = (text: string | undefined) => text && wordedFor(project, text);
  return new UserError(
    problems.map((problem) => ({ ...problem, output: worded(problem.output), remedy: worded(problem.remedy) })),
    { heading },
  );
}
