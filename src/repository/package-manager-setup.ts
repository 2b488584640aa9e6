import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Component, type javascript } from 'projen';
import { PACKAGE_MANAGERS, type PackageManager } from '../package-managers';

/** What projen renders package.json from. */
interface Manifest {
  readonly scripts: () => Readonly<Record<string, string>>;
}

/** What a repository needs around its package manager that projen does not do. */
export class PackageManagerSetup extends Component {
  public constructor(
    private readonly nodeProject: javascript.NodeProject,
    private readonly manager: PackageManager,
  ) {
    super(nodeProject);
  }

  /** Where projen has a command of its own, each script would start the package manager, and that the same script again. */
  public preSynthesize(): void {
    const { package: manifest, projenCommand } = this.nodeProject;
    const scripts = Object.entries((manifest.manifest as Manifest).scripts());
    for (const [name, command] of scripts) {
      if (command === projenCommand) this.nodeProject.setScript(name, 'projen');
      if (command === `${projenCommand} ${name}`) this.nodeProject.setScript(name, `projen ${name}`);
    }
  }

  /** After the installation: a lockfile that no longer counts would mislead people, bots and the impact report. */
  public postSynthesize(): void {
    const { lockfile, title } = this.manager;
    if (!existsSync(join(this.nodeProject.outdir, lockfile))) return;
    const others = new Set(PACKAGE_MANAGERS.map((other) => other.lockfile).filter((other) => other !== lockfile));
    for (const other of others) {
      const path = join(this.nodeProject.outdir, other);
      if (!existsSync(path)) continue;
      unlinkSync(path);
      this.nodeProject.logger.warn(
        `${other} was removed: the repository is installed with ${title} now, and ${lockfile} holds the versions, which were chosen anew. Remove node_modules once if ${title} complains about it.`,
      );
    }
  }
}
