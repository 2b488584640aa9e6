import { Component, type Project } from 'projen';
import type { UdpServiceProjectOptions } from '../options';
import { TYPESCRIPT_LOADER } from './projen-defaults';

/**
 * What migrations are started by. An upgrade runs the task of the version before it, so this never changes: it is the
 * way on which every later version reaches a repository.
 */
const PRELOAD = ['node', '--require', 'projen-udp-service/lib/migrations/preload.js'];

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
    task?.execArgs(projenrcTs ? [...PRELOAD, ...TYPESCRIPT_LOADER, '.projenrc.ts'] : [...PRELOAD, '.projenrc.js']);
  }
}
