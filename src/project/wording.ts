import { javascript, type Project } from 'projen';
import { packageManagerOption } from '../options/package-manager';
import { DEFAULT_PACKAGE_MANAGER, type PackageManager, worded } from '../package-managers';
import { type Wording, wordingOf } from './document-wording';
import { PackageManagerSetup } from './package-manager-setup';

/** A message for the people of a repository, with its commands in the form of the repository's package manager. */
export function wordedFor(project: Project, text: string): string {
  return worded(text, managerOf(project));
}

/** How the documents and messages of a repository name its commands and files. */
export function wordingFor(project: Project): Wording {
  return wordingOf(managerOf(project), project.ejected);
}

function managerOf(project: Project): PackageManager {
  const declared =
    project instanceof javascript.NodeProject ? packageManagerOption(project.package) : DEFAULT_PACKAGE_MANAGER;
  return PackageManagerSetup.managerOf(project) ?? declared;
}
