import { javascript, type Project } from 'projen';
import { packageManagerOption } from '../options/package-manager';
import { DEFAULT_PACKAGE_MANAGER, worded } from '../package-managers';
import { ejectedText } from './ejecting';

/** A text for the people of a repository, with its commands in the form of the repository's package manager. */
export function wordedFor(project: Project, text: string): string {
  const manager =
    project instanceof javascript.NodeProject ? packageManagerOption(project.package) : DEFAULT_PACKAGE_MANAGER;
  return worded(project.ejected ? ejectedText(text, manager) : text, manager);
}
