import { Component, FileBase, type IResolver, type Project } from 'projen';
import type { NpmRegistryOptions } from '../options';
import { PNPM, YARN_BERRY } from '../package-managers';
import { PACKAGE_MANAGER_NPMRC } from './workflows/locked-package-manager';
import type { WorkflowSettings } from './workflows/settings';

/**
 * The managed `.npmrc`: where packages come from. A token is a reference to an environment variable and never stands in
 * a file. Yarn Berry does not read it and gets the same in `.yarnrc.yml`. pnpm takes no token from a variable that the
 * `.npmrc` of a repository names: workflows give it the file of their package manager as that of the user.
 */
export class NpmRegistry extends Component {
  public constructor(project: Project, options: NpmRegistryOptions, settings: WorkflowSettings) {
    super(project);
    const registries = registryLines(options);
    if (registries.length === 0) return;
    const { packageManager, packageManagerRelease } = settings;
    const tokens = tokenLines(options);
    if (packageManager !== YARN_BERRY) {
      new NpmrcFile(project, '.npmrc', [...registries, ...(packageManager === PNPM ? [] : tokens)]);
    }
    if (packageManagerRelease) new NpmrcFile(project, PACKAGE_MANAGER_NPMRC, [...registries, ...tokens]);
  }
}

/** The same in the words of `.yarnrc.yml`: an empty token where the variable is not set, because Yarn would stop. */
export function yarnRegistry({ registry, token, scopes = [] }: NpmRegistryOptions) {
  const entry = (one: { readonly registry: string; readonly token?: string }) => ({
    npmRegistryServer: new URL(one.registry).href,
    ...(one.token !== undefined && { npmAlwaysAuth: true, npmAuthToken: `\${${one.token}:-}` }),
  });
  return {
    ...(registry !== undefined && entry({ registry, token })),
    ...(scopes.length > 0 && {
      npmScopes: Object.fromEntries(scopes.map((scope) => [scope.scope.slice(1), entry(scope)])),
    }),
  };
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
