import { type LockedPackage, type Lockfile, registriesIn } from '../../../../package-managers';

/** Where the packages of a repository come from: the addresses of registries, without the name of a package. */
export class Registries {
  private readonly ofPackage = new Map<string, Set<string>>();
  private readonly ofScope = new Map<string, Set<string>>();
  private readonly anywhere = new Set<string>();

  /**
   * @param lockfile of the base
   * @param settings texts of the settings of the package manager, of the base as well
   */
  public constructor(lockfile: Lockfile, settings: readonly string[]) {
    for (const text of settings) {
      for (const { scope, address } of registriesIn(text)) this.add(scope, address.replace(/\/+$/, ''));
    }
    for (const one of lockfile.packages.values()) {
      const registry = one.address === undefined ? undefined : registryOf(one);
      if (registry === undefined) continue;
      this.add(scopeOf(one.name), registry);
      this.ofPackage.set(one.name, (this.ofPackage.get(one.name) ?? new Set()).add(registry));
    }
  }

  /** Whether a package may come from its address: that of the package itself, of its scope, or of packages without one. */
  public admit(one: LockedPackage): boolean {
    if (one.address === undefined) return true;
    const scope = scopeOf(one.name);
    const known = this.ofPackage.get(one.name) ?? (scope && this.ofScope.get(scope)) ?? this.anywhere;
    return [...known].some((registry) => isBelow(one, registry));
  }

  private add(scope: string | undefined, registry: string): void {
    if (scope === undefined) this.anywhere.add(registry);
    else this.ofScope.set(scope, (this.ofScope.get(scope) ?? new Set()).add(registry));
  }
}

function scopeOf(name: string): string | undefined {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
}

function isBelow(one: LockedPackage, registry: string): boolean {
  const path = pathOf(one.address as string);
  if (path === undefined || !path.startsWith(`${registry}/`)) return false;
  const rest = path.slice(registry.length);
  return rest.startsWith(`/${one.name}/`) && rest.includes(one.version) && !/[\\?]|\/\/|\/\.\.?\//.test(rest);
}

/** The part of an address before the name of the package. */
function registryOf(one: LockedPackage): string | undefined {
  const path = pathOf(one.address as string);
  const at = path?.lastIndexOf(`/${one.name}/`) ?? -1;
  return path === undefined || at < 0 ? undefined : path.slice(0, at);
}

/** An address without its hash, decoded; undefined for one that says more than where. */
function pathOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname, username, password, search } = new URL(address);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '' || search !== '') return undefined;
  try {
    return `${protocol}//${host}${decodeURIComponent(pathname)}`;
  } catch {
    return undefined;
  }
}
