import { Component, type Project } from 'projen';
import type { UdpServiceProjectOptions } from '../options';

/**
 * What migrations are started by. An upgrade runs the task of the version before it, so this never changes: it is the
 * way on which every later version reaches a repository.
 */
const PRELOAD = ['node', '--require', 'projen-udp-service/lib/migrations/preload.js'];

/**
 * What the options are written with is loaded first: the loader of TypeScript would look for it in every file of projen,
 * which takes longer than the synth.
 */
const TYPESCRIPT = ['--require', 'projen-udp-service', '--require', 'tsx/cjs'];

/** The task behind `npx projen`: migrates the repository where a new version was installed, then runs its options. */
export class ProjenrcTask extends Component {
  public constructor(
    project: Project,
    { projenrcJson, projenrcTs = !projenrcJson }: Pick<UdpServiceProjectOptions, 'projenrcTs' | 'projenrcJson'>,
  ) {
    super(project);
    const task = project.defaultTask;
    if (projenrcJson) {
      // projen reads JSON by a program of its own
      task?.prependExec([...PRELOAD, '--eval', '0'].join(' '));
      return;
    }
    task?.reset();
    task?.execArgs(projenrcTs ? [...PRELOAD, ...TYPESCRIPT, '.projenrc.ts'] : [...PRELOAD, '.projenrc.js']);
  }
}
