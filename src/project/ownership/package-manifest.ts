import { DependencyType, type javascript } from 'projen';
import type { JsonValue, Keys } from '../../files/manifest';
import type { Candidate } from '../../files/plan';
import { equal, isObject } from '../../files/shared/merge';
import { aroundSynthesis } from '../projen-internals';

export const PACKAGE_MANIFEST = 'package.json';

/** What projen writes for a dependency without a version, before the version that is installed. */
const ANY = '*';

/** The members of package.json that projen writes dependencies into, with projen's name of each. */
const SECTIONS: Readonly<Record<string, readonly DependencyType[]>> = {
  dependencies: [DependencyType.RUNTIME, DependencyType.BUNDLED],
  devDependencies: [DependencyType.BUILD, DependencyType.TEST, DependencyType.DEVENV],
  peerDependencies: [DependencyType.PEER],
};

/**
 * The dependencies of package.json that a user added with the package manager. projen removes what `.projenrc.ts` does not
 * name; for the time in which it renders package.json they are named.
 */
export class PackageManifest {
  /**
   * Keys that others wrote for the template: `projen new`, when it installed what it creates a repository with, and
   * whoever chose the version of a dependency for which the template names none.
   */
  private readonly before: Keys;
  private readonly added: readonly (readonly [section: string, name: string, version: string])[];

  public constructor(
    private readonly node: javascript.NodeProject,
    /** What stands in package.json. */
    found: Keys | undefined,
    /** What the template wrote there before. */
    written: readonly Keys[],
    /** Packages that `projen new` installed just now. */
    installed: readonly string[],
  ) {
    const isGiven = (section: string, name: string) =>
      (section === 'devDependencies' && installed.includes(name)) ||
      written.some((base) => versions(base, section)[name] === ANY);
    const given = Object.keys(SECTIONS).map((section) => {
      const own = Object.entries(versions(found, section)).filter(([name]) => isGiven(section, name));
      return [section, Object.fromEntries(own)] as const;
    });
    this.before = Object.fromEntries(given.filter(([, own]) => Object.keys(own).length > 0));
    this.added = Object.keys(SECTIONS).flatMap((section) =>
      Object.entries(versions(found, section))
        .filter(
          ([name, version]) => !this.isDeclared(name) && !written.some((base) => wrote(base, section, name, version)),
        )
        .map(([name, version]) => [section, name, String(version)] as const),
    );
    const { package: manifest } = node;
    aroundSynthesis(manifest, (synthesize) => {
      for (const [section, name, version] of this.added) {
        node.deps.addDependency(`${name}@${version}`, SECTIONS[section][0]);
      }
      try {
        synthesize();
      } finally {
        for (const [section, name] of this.added) node.deps.removeDependency(name, SECTIONS[section][0]);
      }
    });
    // what projen renders package.json from is made there, and package.json is rendered before projen comes to it
    manifest.synthesize();
  }

  /** What a plan has to know of the keys of package.json. */
  public keys(): Pick<Candidate, 'remembered' | 'before'> {
    return { remembered: (keys) => this.remembered(keys), before: this.before };
  }

  /** The keys that are the template's: without what the user added, and without versions that projen leaves as they are. */
  private remembered(keys: Keys): Keys {
    const sections = Object.keys(SECTIONS).map((section) => {
      const own = Object.entries(versions(keys, section))
        .filter(([name]) => !this.added.some(([where, added]) => where === section && added === name))
        .map(([name, version]): [string, JsonValue] => [name, this.isFloating(section, name) ? ANY : version]);
      return [section, Object.fromEntries(own)] as const;
    });
    return { ...keys, ...Object.fromEntries(sections.filter(([section]) => Object.hasOwn(keys, section))) };
  }

  private isDeclared(name: string): boolean {
    return this.node.deps.all.some((dependency) => dependency.name === name);
  }

  private isFloating(section: string, name: string): boolean {
    const declared = this.node.deps.all.filter((one) => one.name === name && SECTIONS[section].includes(one.type));
    return declared.length > 0 && declared.every(({ version = ANY }) => version === ANY);
  }
}

function versions(keys: Keys | undefined, section: string): Keys {
  const found = keys?.[section];
  return isObject(found) ? found : {};
}

/** Whether the template wrote this version of a dependency: it goes with the template's need of it. */
function wrote(base: Keys, section: string, name: string, version: JsonValue): boolean {
  const before = versions(base, section);
  return Object.hasOwn(before, name) && (before[name] === ANY || equal(before[name] as JsonValue, version));
}
