import { NPM } from './npm';
import type { PackageManager } from './package-manager';

/** The programs of a generated repository's dependencies that texts tell people to run. */
const PROGRAMS = /\bnpx (?=(?:projen|cdk|udp-service)\b)/g;

/**
 * A text for the people of a repository, with its commands in the form of the repository's package manager. Texts are
 * written in npm's form (`npx projen build`); where they leave this package, in a file or on a screen, they go through
 * here.
 */
export function worded(text: string, manager: PackageManager): string {
  return manager === NPM ? text : text.replace(PROGRAMS, `${manager.typed} `);
}
