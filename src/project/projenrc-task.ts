import { Component, type Project } from 'projen';
import { PRELOAD, PROJENRC_TS } from '../lifecycle/projenrc/command';
import type { UdpServiceProjectOptions } from '../options';

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
      task?.prependExec(['node', ...PRELOAD, '--eval', '0'].join(' '));
      return;
    }
    task?.reset();
    task?.execArgs(['node', ...(projenrcTs ? PROJENRC_TS : [...PRELOAD, '.projenrc.js'])]);
  }
}
