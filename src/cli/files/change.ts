import { Disk } from '../../files/disk';
import { type Manifest, type ManifestFile, readManifest, startingManifest, writeManifest } from '../../files/manifest';
import { installedTemplate } from '../../files/template';
import { recordedMigrations } from '../../lifecycle/migrations/registry';
import { UserError, type UserProblem } from '../../util/user-error';
import { repositoryPath } from '../repository';

/** A repository whose files are about to change hands. */
export class Change {
  public readonly disk: Disk;
  public readonly paths: readonly string[];
  private readonly manifest: Manifest;

  public constructor(
    public readonly root: string,
    directory: string,
    given: readonly string[],
  ) {
    this.disk = new Disk(root);
    this.manifest = startingManifest(readManifest(root), installedTemplate(), recordedMigrations);
    this.paths = [...new Set(given.map((path) => repositoryPath(root, directory, path)))];
  }

  /** Paths that the manifest knows. */
  public get known(): readonly string[] {
    return Object.keys(this.manifest.files);
  }

  public entry(path: string): ManifestFile | undefined {
    return Object.hasOwn(this.manifest.files, path) ? this.manifest.files[path] : undefined;
  }

  /** What is to be done with every path, before anything is done; all that cannot be done in one message. */
  public planned<T>(plan: (path: string) => T): T[] {
    const problems: UserProblem[] = [];
    const planned = this.paths.flatMap((path) => {
      try {
        return [plan(path)];
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        problems.push(...error.problems);
        return [];
      }
    });
    if (problems.length > 0) throw new UserError(problems);
    return planned;
  }

  /** Writes down what files are from now on. */
  public record(entries: Readonly<Record<string, ManifestFile>>): void {
    writeManifest(this.root, { ...this.manifest, files: { ...this.manifest.files, ...entries } });
  }
}
