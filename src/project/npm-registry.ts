import { Component, FileBase, type IResolver, type Project } from 'projen';
import type { NpmRegistryOptions } from '../options';
import { NPMRC, RELEASE_NPMRC } from '../package-managers';
import type { WorkflowSettings } from './workflows/settings';

/**
 * The managed file that says where packages come from. A token is a reference to an environment variable and never stands in
 * a file. A package manager that does not read it gets the same in settings of its own; one that takes no token from a
 * variable that it names is given, in workflows, the file of their package manager as that of the user.
 */
export class NpmRegistry extends Component {
  public constructor(project: Project, options: NpmRegistryOptions, settings: WorkflowSettings) {
    super(project);
    const registries = registryLines(options);
    if (registries.length === 0) return;
    const { packageManager, packageManagerRelease } = settings;
    const tokens = tokenLines(options);
    if (packageManager.npmrc !== 'nothing') {
      new NpmrcFile(project, NPMRC.path, [...registries, ...(packageManager.npmrc === 'all' ? tokens : [])]);
    }
    if (packageManagerRelease) new NpmrcFile(project, RELEASE_NPMRC, [...registries, ...tokens]);
  }
}

function registryLines({ registry, scopes = [] }: NpmRegistryOptions): string[] {
  return [
    ...(registry === undefined ? [] : [`registry=${withSlash(registry)}`]),
    ...scopes.map((one) => `${one.scope}:registry=${withSlash(one.registry)}`),
  ];
}

function tokenLines({ registry = '', token, scopes = [] }: NpmRegistryOptions): string[] {
  const lines = [{ registry, token }, ...scopes].flatMap((one) =>
    one.token === undefined ? [] : [`${withSlash(one.registry).replace(/^https:/, '')}:_authToken=\${${one.token}}`],
  );
  return [...new Set(lines)];
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}

class NpmrcFile extends FileBase {
  public constructor(
    project: Project,
    path: string,
    private readonly lines: readonly string[],
  ) {
    super(project, path);
  }

  protected synthesizeContent(_resolver: IResolver): string {
    const header = this.marker === undefined ? [] : [`# ${this.marker}`];
    return `${[...header, ...this.lines].join('\n')}\n`;
  }
}
