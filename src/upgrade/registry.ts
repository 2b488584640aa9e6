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
      throw noSuchPackage(name);
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
    }).catch((error: Error) => {
      throw /\bE?404\b/.test(error.message) ? noSuchPackage(spec) : error;
    });
    try {
      return this.manager.readView(output, field);
    } catch {
      throw new UpgradeBlocked(`${title} answered about ${spec} with something that is not JSON`, output.slice(0, 200));
    }
  }
}

function noSuchPackage(spec: string): UpgradeBlocked {
  return new UpgradeBlocked(
    `the registry has no package ${spec}, or does not show it to you`,
    'See that .npmrc leads to the right registry, and that you are logged in there.',
  );
}
