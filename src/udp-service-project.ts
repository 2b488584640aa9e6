import { awscdk } from 'projen';
import { recordedMigrations } from './migrations/registry';
import type { UdpServiceProjectOptions } from './options';
import { checkOptions } from './options/check';
import { asTyped, isCreated } from './options/created';
import { packagesOf, type Writer } from './ownership/ledger';
import { installedTemplate } from './ownership/template';
import { ApplicationSample } from './repository/application-sample';
import { AssemblyCheck } from './repository/assembly-check';
import { CdkTasks } from './repository/cdk-tasks';
import { CodeOwners } from './repository/code-owners';
import { DeploymentsScript } from './repository/deployments-script';
import { Ejected } from './repository/ejected';
import { FirstFormat } from './repository/first-format';
import { FirstInstall } from './repository/first-install';
import { HealthGateSources } from './repository/health-gate';
import { ImageVersionsFile } from './repository/image-versions';
import { LocalRun } from './repository/local-run';
import { NextSteps } from './repository/next-steps';
import { NpmRegistry } from './repository/npm-registry';
import { Ownership } from './repository/ownership';
import { PackageManagerSetup } from './repository/package-manager-setup';
import { PitfallCheck } from './repository/pitfall-check';
import { presetOf } from './repository/preset';
import { projenOptions } from './repository/projen-defaults';
import { ProjenrcTask } from './repository/projenrc-task';
import { Readme } from './repository/readme';
import { ServiceDocs } from './repository/service-docs';
import { ServiceTasks } from './repository/service-tasks';
import { SmokeTestSources } from './repository/smoke-test';
import { StackSources } from './repository/stack-sources';
import { TemplateDependency } from './repository/template-dependency';
import { Tests } from './repository/tests';
import { Toolchain } from './repository/toolchain';
import { Upgrading } from './repository/upgrading';
import { BuildWorkflow } from './repository/workflows/build';
import { DeployWorkflow } from './repository/workflows/deploy';
import { DiffWorkflow } from './repository/workflows/diff';
import { DriftWorkflow } from './repository/workflows/drift';
import { LockedPackageManager } from './repository/workflows/locked-package-manager';
import { RollbackWorkflow } from './repository/workflows/rollback';
import { resolveWorkflowSettings, type WorkflowSettings } from './repository/workflows/settings';
import { type ResolvedInput, resolveService } from './service/resolve';

/**
 * An AWS CDK repository for a UDP service behind a Network Load Balancer on ECS Fargate, generated whole and kept in
 * sync. Made to be subclassed by an organisation: its defaults below the user's options below its forced values.
 *
 * @pjid udp-service
 */
export class UdpServiceProject extends awscdk.AwsCdkTypeScriptApp {
  private readonly firstInstall: FirstInstall;
  private readonly writer: Writer;

  /**
   * @throws an error that names every option that is wrong, before anything is written
   */
  public constructor(options: UdpServiceProjectOptions) {
    const typed = asTyped(options);
    const { service, settings, initialImageVersions, warnings } = resolve(typed, new.target !== UdpServiceProject);
    super(projenOptions(typed));

    for (const warning of warnings) this.logger.warn(warning);
    const template = installedTemplate();
    const preset = presetOf(new.target, this.outdir);
    this.writer = { template, preset, channel: settings.upgrades.channel, migrations: recordedMigrations };
    this.firstInstall = new FirstInstall(this);
    new PackageManagerSetup(this, settings.packageManager);
    new PitfallCheck(this, service, typed);
    new AssemblyCheck(this);
    new Toolchain(this);
    if (isCreated(typed)) new FirstFormat(this);
    new ProjenrcTask(this, options);
    new ImageVersionsFile(this, service, initialImageVersions);
    if (!this.ejected) new TemplateDependency(this, preset);
    new StackSources(this, service, { ...template, preset });
    new HealthGateSources(this, service);
    new SmokeTestSources(this, service);
    new ApplicationSample(this, service);
    new Readme(this, options.name);
    new ServiceDocs(this, service);
    new CdkTasks(this, service);
    new LocalRun(this, service, options.localCommand);
    new ServiceTasks(this);
    new Tests(this);
    if (options.codeOwners) new CodeOwners(this, options.codeOwners);

    new NpmRegistry(this, options.npmRegistry ?? {}, settings);
    if (settings.packageManagerRelease) new LockedPackageManager(this, settings.packageManagerRelease);
    if (this.github) {
      new BuildWorkflow(this.github, settings);
      new DiffWorkflow(this.github, settings, service);
      new DeployWorkflow(this.github, settings, service);
      new RollbackWorkflow(this.github, settings, service);
      new DriftWorkflow(this.github, settings, service);
    }
    if (this.ejected) {
      new DeploymentsScript(this);
    } else {
      new Upgrading(this, { settings, template: { ...template, preset }, options: typed, github: this.github });
    }
    new NextSteps(this, service, settings.branch);
  }

  /**
   * Writes the repository. Nothing that a user wrote is overwritten or removed.
   *
   * @throws an error that names every file for which nothing can be written, before anything is written
   */
  public synth(): void {
    if (this.ejected) new Ejected(this, packagesOf(this.writer));
    const ownership = new Ownership(this, this.writer);
    super.synth();
    ownership.finish();
  }

  public postSynthesize(): void {
    super.postSynthesize();
    this.firstInstall.restore();
  }
}

interface Resolved extends ResolvedInput {
  readonly settings: WorkflowSettings;
}

function resolve(options: UdpServiceProjectOptions, subclassed: boolean): Resolved {
  checkOptions(options, subclassed);
  const resolved = resolveService(options);
  return { ...resolved, settings: resolveWorkflowSettings(options, resolved.service) };
}
