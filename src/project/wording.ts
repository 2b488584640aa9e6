import { javascript, type Project } from 'projen';
import { packageManagerOption } from '../options/package-manager';
import { NPM, type PackageManager, worded } from '../package-managers';
import { type Wording, wordingOf } from './document-wording';

/** A message for the people of a repository, with its commands in the form of the repository's package manager. */
export function wordedFor(project: Project, text: string): string {
  return worded(text, managerOf(project));
}

/** How the documents and messages of a repository name its commands and files. */
export function wordingFor(project: Project): Wording {
  return wordingOf(managerOf(project), project.ejected);
}

function managerOf(project: Project): PackageManager {
  return project instanceof javascript.NodeProject ? packageManagerOption(project.package) : NPM;
}
