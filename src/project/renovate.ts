import { Component, JsonFile, type Project } from 'projen';
import { AUTHOR } from '../lifecycle/upgrade/propose/branch';
import type { TemplateVersion } from '../model/model';
import { Upgrades } from '../options';
import type { PackageManager } from '../package-managers';
import { wordedFor } from './wording';
import type { UpgradeSettings } from './workflows/settings';

/** What Renovate is configured by, where it upgrades the template. */
const CONFIGURATION = 'renovate.json';

/** What an own configuration extends, where the workflow does: `local>owner/name//.github/renovate-udp-service.json`. */
const PRESET = '.github/renovate-udp-service.json';

/** Files in which Renovate looks for versions. */
const READ_BY_RENOVATE = /^\.github\/|(^|\/)Dockerfile$|\.ya?ml$/;

export interface RenovateOptions {
  readonly manager: PackageManager;
  readonly upgrades: UpgradeSettings;
  readonly template: TemplateVersion;
  /** Dependencies that the user has named; the others are the template's. */
  readonly userDependencies: readonly string[];
}

/** Keeps Renovate off what the template writes: the next synth would take it back, and the two would go on for ever. */
export class Renovate extends Component {
  public constructor(
    project: Project,
    private readonly options: RenovateOptions,
  ) {
    super(project);
    const drives = options.upgrades.by === Upgrades.RENOVATE;
    new JsonFile(project, drives ? CONFIGURATION : PRESET, {
      marker: false,
      obj: () => (drives ? this.configuration() : this.preset()),
    });
  }

  private preset() {
    return {
      description: [wordedFor(this.project, 'What the template writes is upgraded by `npx projen upgrade`.')],
      packageRules: this.rules(),
    };
  }

  private configuration() {
    const { channel } = this.options.upgrades;
    return {
      $schema: 'https://docs.renovatebot.com/renovate-schema.json',
      extends: ['config:recommended'],
      // the workflow that completes a pull request commits to its branch, which is then still Renovate's
      gitIgnoredAuthors: [AUTHOR.email],
      packageRules: [
        ...this.rules(),
        {
          description: ['The template, by its own channel'],
          matchManagers: [this.options.manager.renovate],
          matchPackageNames: this.templatePackages(),
          enabled: true,
          followTag: channel,
          groupName: 'template',
          rangeStrategy: 'bump',
        },
      ],
    };
  }

  private rules() {
    return [
      {
        description: ['Versions that the template chooses'],
        matchManagers: [this.options.manager.renovate],
        matchPackageNames: this.managedDependencies(),
        enabled: false,
      },
      {
        description: ['What the template says of Node.js and of the package manager'],
        matchManagers: [this.options.manager.renovate],
        matchDepTypes: ['engines', 'devEngines', 'packageManager'],
        enabled: false,
      },
      { description: ['Files that the template writes'], matchFileNames: this.managedFiles(), enabled: false },
    ];
  }

  private managedDependencies(): string[] {
    const { userDependencies } = this.options;
    const own = new Set(this.templatePackages());
    const names = new Set(this.project.deps.all.map(({ name }) => name));
    return [...names].filter((name) => own.has(name) || !userDependencies.includes(name)).sort();
  }

  private managedFiles(): string[] {
    return this.project.files
      .map(({ path }) => path)
      .filter((path) => READ_BY_RENOVATE.test(path))
      .sort();
  }

  private templatePackages(): string[] {
    const { name, preset } = this.options.template;
    return [name, ...(preset ? [preset.name] : [])];
  }
}

/** Name of a dependency as the options write it: `@acme/tool@^1`. */
export function dependencyName(spec: string): string {
  const separator = spec.indexOf('@', 1);
  return separator < 0 ? spec : spec.slice(0, separator);
}
