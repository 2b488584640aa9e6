import { DEFINITION } from '../files/paths';
import { type PackageManager, shell } from '../package-managers';

/**
 * How documents and messages name the commands and files of a repository: by its package manager, and by whether it is
 * ejected. Every template of `blueprint/docs` may use these names.
 */
export interface Wording {
  /** The repository goes on without projen and this package. */
  readonly ejected: boolean;
  /** Starts a program of an installed package: `npx`. */
  readonly exec: string;
  /** Starts a task, whose name follows: the task of projen, or the script of package.json where the repository is ejected. */
  readonly task: string;
  /** What brings the repository up to date after an edit of the options. */
  readonly synthesize: string;
  /** What tells the effect of a change on what runs. */
  readonly impact: string;
  /** Where the options of the service are edited. */
  readonly optionsFile: string;
  readonly definitionFile: string;
}

/** The wording of a repository. */
export function wordingOf({ typed, script }: PackageManager, ejected: boolean): Wording {
  const task = ejected ? shell(...script) : `${typed} projen`;
  return {
    ejected,
    exec: typed,
    task,
    synthesize: ejected ? `${task} build` : task,
    impact: ejected ? `${typed} cdk diff` : `${typed} udp-service impact`,
    optionsFile: ejected ? DEFINITION : '.projenrc.ts',
    definitionFile: DEFINITION,
  };
}
