import { Component, FileBase, type IResolver, type Project } from 'projen';
import type { NpmRegistryOptions } from '../options';
import { PACKAGE_MANAGER_FOLDER } from './workflows/locked-package-manager';

/**
 * The managed `.npmrc`: where packages come from. A token is a reference to an environment variable and never stands in
 * a file. Yarn Berry does not read it and gets the same in `.yarnrc.yml`; npm, which installs Yarn in the workflows, does.
 */
export class NpmRegistry extends Component {
  public constructor(
    project: Project,
    options: NpmRegistryOptions,
    where: { readonly root: boolean; readonly workflows: boolean },
  ) {
    super(project);
    const lines = npmrc(options);
    if (lines.length === 0) return;
    if (where.root) new NpmrcFile(project, '.npmrc', lines);
    if (where.workflows) new NpmrcFile(project, `${PACKAGE_MANAGER_FOLDER}/.npmrc`, lines);
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

function npmrc({ registry, token, scopes = [] }: NpmRegistryOptions): string[] {
  const addresses = [
    ...(registry === undefined ? [] : [{ key: 'registry', registry, token }]),
    ...scopes.map((scope) => ({ ...scope, key: `${scope.scope}:registry` })),
  ];
  const tokens = addresses.flatMap((one) =>
    one.token === undefined
      ? []
      : [`//${withSlash(one.registry).slice('https://'.length)}:_authToken=\${${one.token}}`],
  );
  return [...addresses.map((one) => `${one.key}=${withSlash(one.registry)}`), ...new Set(tokens)];
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
