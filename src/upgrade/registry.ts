import type { PackageManager } from '../package-managers';
import { UpgradeBlocked } from './blocked';
import type { RunProgram } from './program';

/** Asks the registry that the repository is set to, by its package manager. */
export class Registry {
  public constructor(
    private readonly manager: PackageManager,
    private readonly run: RunProgram,
  ) {}

  /** Dist-tags of a package with their versions. */
  public async tags(name: string): Promise<Readonly<Record<string, string>>> {
    const tags = await this.view(name, 'dist-tags');
    if (typeof tags !== 'object' || tags === null) {
      throw new UpgradeBlocked(`the registry has no package ${name}`, 'See that .npmrc leads to the right registry.');
    }
    return tags as Record<string, string>;
  }

  /** Versions of another package that a version of a package asks to be joined with. */
  public async peerRange(spec: string, peer: string): Promise<string | undefined> {
    const peers = await this.view(spec, 'peerDependencies');
    const range = (peers as Readonly<Record<string, unknown>> | null | undefined)?.[peer];
    return typeof range === 'string' ? range : undefined;
  }

  private async view(spec: string, field: string): Promise<unknown> {
    const { title } = this.manager;
    const output = await this.run(this.manager.view(spec, field), {
      purpose: `${spec}: the registry does not answer`,
      remedy: `See that ${title} reaches the registry and is logged in`,
      secrets: true,
    });
    try {
      return this.manager.readView(output, field);
    } catch {
      throw new UpgradeBlocked(`${title} answered about ${spec} with something that is not JSON`, output.slice(0, 200));
    }
  }
}
