import { Component, type github, type Project } from 'projen';
import type { TemplateVersion } from '../model/model';
import { type UdpServiceProjectOptions, Upgrades } from '../options';
import { dependencyName, Renovate } from './renovate';
import { UpgradeTasks } from './upgrade-tasks';
import { CommitUpgradeWorkflow } from './workflows/commit-upgrade';
import { CompleteUpgradeWorkflow } from './workflows/complete-upgrade';
import type { WorkflowSettings } from './workflows/settings';
import { UpgradeWorkflow } from './workflows/upgrade';

export interface UpgradingOptions {
  readonly settings: WorkflowSettings;
  readonly template: TemplateVersion;
  /** What the user has said, for the dependencies that are named there. */
  readonly options: UdpServiceProjectOptions;
  /** Absent where the repository has no workflows. */
  readonly github?: github.GitHub;
}

/** Everything that brings the repository up to date; an ejected repository has nothing of it. */
export class Upgrading extends Component {
  public constructor(project: Project, { settings, template, options, github }: UpgradingOptions) {
    super(project);
    const { upgrades } = settings;
    const { devDeps = [], projenOptions: { deps = [] } = {} } = options;
    new UpgradeTasks(project, settings.packageManager);
    new Renovate(project, {
      manager: settings.packageManager,
      upgrades,
      template,
      userDependencies: [...devDeps, ...deps].map(dependencyName),
    });
    if (!github || upgrades.by === Upgrades.NONE) return;
    new UpgradeWorkflow(github, settings);
    if (upgrades.by !== Upgrades.RENOVATE) return;
    new CompleteUpgradeWorkflow(github, settings);
    new CommitUpgradeWorkflow(github, settings);
  }
}
