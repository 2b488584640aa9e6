import { type PackageManager, registryFileOf } from '../../package-managers';
import type { UserError } from '../../util/user-error';
import { type Dist, readDist } from './authenticity/dist';
import { upgradeBlocked } from './blocked';
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
      throw this.noSuchPackage(name);
    }
    return tags as Record<string, string>;
  }

  /** Versions of another package that a version of a package asks to be joined with. */
  public async peerRange(spec: string, peer: string): Promise<string | undefined> {
    const peers = await this.view(spec, 'peerDependencies');
    const range = (peers as Readonly<Record<string, unknown>> | null | undefined)?.[peer];
    return typeof range === 'string' ? range : undefined;
  }

  /** What the registry says of the tarball of a version. */
  public async dist(spec: string): Promise<Dist> {
    return readDist(await this.view(spec, 'dist'));
  }

  /** When a version was published; `undefined` where the registry does not say so. */
  public async published(name: string, version: string): Promise<Date | undefined> {
    const times = (await this.view(name, 'time')) as Readonly<Record<string, unknown>> | null | undefined;
    const date = new Date(String(times?.[version]));
    return Number.isNaN(date.getTime()) ? undefined : date;
  }

  /** Address of the registry that a package comes from, with a slash at the end and without credentials. */
  public async addressFor(name: string): Promise<string> {
    const scope = name.startsWith('@') ? name.split('/')[0] : undefined;
    for (const command of this.manager.registryOf(scope)) {
      const answer = await this.run(command, {
        purpose: `${command.join(' ')}: the registry of ${name} is not known`,
        remedy: `See that ${this.manager.title} can read its configuration`,
        secrets: true,
      });
      const address = addressIn(answer, this.manager);
      if (address !== undefined) return address;
    }
    return PUBLIC_REGISTRY;
  }

  private async view(spec: string, field: string): Promise<unknown> {
    const { title } = this.manager;
    const output = await this.run(this.manager.view(spec, field), {
      purpose: `${spec}: the registry does not answer`,
      remedy: `See that ${title} reaches the registry and is logged in`,
      secrets: true,
    }).catch((error: Error) => {
      throw /\bE?404\b/.test(error.message) ? this.noSuchPackage(spec) : error;
    });
    try {
      return this.manager.readView(output, field);
    } catch {
      throw upgradeBlocked(`${title} answered about ${spec} with something that is not JSON`, output.slice(0, 200));
    }
  }

  private noSuchPackage(spec: string): UserError {
    return upgradeBlocked(
      `the registry has no package ${spec}, or does not show it to you`,
      `See that ${registryFileOf(this.manager)} leads to the right registry, and that you are logged in there.`,
    );
  }
}

/** The registry of whoever has set none. */
const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';

function addressIn(answer: string, { defaultRegistry }: PackageManager): string | undefined {
  const text = answer.trim();
  if (!URL.canParse(text) || text.replace(/\/$/, '') === defaultRegistry) return undefined;
  const url = new URL(text.endsWith('/') ? text : `${text}/`);
  url.username = '';
  url.password = '';
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}
