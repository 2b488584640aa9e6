import { Component, JsonFile, type Project } from 'projen';
import { type PackageManagerRelease, releaseFiles } from '../../package-managers';

/**
 * The package manager of the workflows, locked like any other dependency: the one that comes with Node.js installs it by
 * version and digest. Nothing is fetched that no lockfile names, and the registry is the repository's own.
 */
export class LockedPackageManager extends Component {
  public constructor(project: Project, release: PackageManagerRelease) {
    super(project);
    for (const [path, obj] of Object.entries(releaseFiles(release))) new JsonFile(project, path, { obj });
  }
}
