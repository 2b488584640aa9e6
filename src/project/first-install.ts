import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Component, type javascript } from 'projen';

/**
 * Lets the first install write the lockfile where `CI` is set.
 *
 * projen installs what is locked then, which refuses to work without a lockfile, and a new repository has none.
 */
export class FirstInstall extends Component {
  private ci: string | undefined;

  public constructor(private readonly nodeProject: javascript.NodeProject) {
    super(nodeProject);
  }

  /** Runs before any component installs. */
  public synthesize(): void {
    this.ci = process.env.CI;
    if (!existsSync(join(this.nodeProject.outdir, this.nodeProject.package.lockFile))) delete process.env.CI;
  }

  /** Called by the project when every component has installed. */
  public restore(): void {
    if (this.ci !== undefined) process.env.CI = this.ci;
  }
}
