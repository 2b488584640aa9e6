import { posix } from 'node:path';
import { sharedSettings } from '../package-managers';
import { type FileClass, STATE_FOLDER } from './manifest';
import { DEFINITION } from './paths';

/** How the template's part of a shared file and the user's come together: by keys of its format, or by lines. */
export type Merger = 'package.json' | 'json' | 'yaml' | 'lines';

/** Whose a file is that the template writes. */
export interface Policy {
  /** A file, or a folder with `/` behind it; relative to the project that has it. */
  readonly path: string;
  readonly class: FileClass;
  /** Who merges it; present where it is shared. */
  readonly merger?: Merger;
  /** Why the repository cannot live without the template's version; absent where the file may be released. */
  readonly indispensable?: string;
}

const OWN_PLACE = 'what you add to it stays, and needs no release';
const OWN_LINES = 'the list of generated files stands in it; lines above and below the generated ones are yours';

/**
 * The files that are not simply managed: written whole at every synth, and free to be released. What components of the
 * project write once (`OwnedFile`) is owned without standing here, because its path is the user's choice.
 */
export const POLICIES: readonly Policy[] = [
  {
    path: 'package.json',
    class: 'shared',
    merger: 'package.json',
    indispensable: `the commands and dependencies of the repository stand in it; ${OWN_PLACE}`,
  },
  {
    path: 'cdk.json',
    class: 'shared',
    merger: 'json',
    indispensable: `it starts the app and holds its feature flags; ${OWN_PLACE}`,
  },
  { path: '.gitignore', class: 'shared', merger: 'lines', indispensable: OWN_LINES },
  { path: '.gitattributes', class: 'shared', merger: 'lines', indispensable: OWN_LINES },
  { path: 'renovate.json', class: 'shared', merger: 'json' },
  ...sharedSettings().map((path): Policy => ({ path, class: 'shared', merger: mergerByName(path) })),
  // the year of a licence is that of its beginning
  { path: 'LICENSE', class: 'owned' },
  {
    path: '.projen/',
    class: 'managed',
    indispensable: 'projen reads it, and a version of your own would stop its commands',
  },
  {
    path: DEFINITION,
    class: 'managed',
    indispensable: 'it is what .projenrc.ts says; a version of your own would deploy something else',
  },
  { path: `${STATE_FOLDER}/`, class: 'managed', indispensable: 'it says which files are whose' },
];

function policyOf(path: string): Omit<Policy, 'path'> {
  const found = POLICIES.find((one) => (one.path.endsWith('/') ? path.startsWith(one.path) : path === one.path));
  return found ?? { class: 'managed' };
}

/** The class of a file that the template writes, by its path in its project. */
export function classOf(path: string): FileClass {
  return policyOf(path).class;
}

/**
 * Who merges a shared file, by its path in the repository: it may lie in the folder of a project within it, or have been
 * shared by an earlier version of the template.
 */
export function mergerOf(path: string): Merger {
  const name = posix.basename(path);
  return policyOf(name).merger ?? mergerByName(name);
}

function mergerByName(name: string): Merger {
  switch (posix.extname(name)) {
    case '.json':
      return 'json';
    case '.yaml':
    case '.yml':
      return 'yaml';
    default:
      return 'lines';
  }
}

/** Why the repository cannot live without the template's version of a file; `undefined` where it can. */
export function indispensable(path: string): string | undefined {
  return policyOf(path).indispensable;
}
