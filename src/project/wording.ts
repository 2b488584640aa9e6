import { javascript, type Project } from 'projen';
import { packageManagerOption } from '../options/package-manager';
import { DEFAULT_PACKAGE_MANAGER, worded } from '../package-managers';
import { ejectedText } from './ejecting';
import { PackageManagerSetup } from './package-manager-setup';

/** A text for the people of a repository, with its commands in the form of the repository's package manager. */
export function wordedFor(project: Project, text: string): string {
  const declared =
    project instanceof javascript.NodeProject ? packageManagerOption(project.package) : DEFAULT_PACKAGE_MANAGER;
  const manager = PackageManagerSetup.managerOf(project) ?? declared;
  return worded(project.ejected ? ejectedText(text, manager) : text, manager);
}
