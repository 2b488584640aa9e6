import { awscdk } from 'projen';
import { packagesOf, type Writer } from './files/ledger';
import { handOver, RENDERING } from './files/rendering';
import { installedTemplate } from './files/template';
import { recordedMigrations } from './lifecycle/migrations/registry';
import { retirement } from './lifecycle/migrations/retired';
import type { UdpServiceProjectOptions } from './options';
import { asTyped, isCreated } from './options/created';
import { withoutUndefined } from './options/given';
import { ApplicationSample } from './project/application-sample';
import { AssemblyCheck } from './project/assembly-check';
import { CdkTasks } from './project/cdk-tasks';
import { CodeOwners } from './project/code-owners';
import { DeploymentsScript } from './project/deployments-script';
import { Ejected } from './project/ejected';
import { FirstFormat } from './project/first-format';
import { FirstInstall } from './project/first-install';
import { HealthGateSources } from './project/health-gate';
import { ImageVersionsFile } from './project/image-versions';
import { LocalRun } from './project/local-run';
import { NextSteps } from './project/next-steps';
import { NpmRegistry } from './project/npm-registry';
import { checkedOptions } from './project/options-check';
import { Ownership } from './project/ownership';
import { PackageManagerSetup } from './project/package-manager-setup';
import { PitfallCheck } from './project/pitfall-check';
import { presetOf } from './project/preset';
import { projenOptions } from './project/projen-defaults';
import { ProjenrcTask } from './project/projenrc-task';
import { Readme } from './project/readme';
import { ServiceDocs } from './project/service-docs';
import { ServiceTasks } from './project/service-tasks';
import { SmokeTestSources } from './project/smoke-test';
import { StackSources } from './project/stack-sources';
import { TemplateDependency } from './project/template-dependency';
import { Tests } from './project/tests';
import { Toolchain } from './project/toolchain';
import { Upgrading } from './project/upgrading';
import { BuildWorkflow } from './project/workflows/build';
import { DeployWorkflow } from './project/workflows/deploy';
import { DiffWorkflow } from './project/workflows/diff';
import { DriftWorkflow } from './project/workflows/drift';
import { LockedPackageManager } from './project/workflows/locked-package-manager';
import { RollbackWorkflow } from './project/workflows/rollback';

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
    const typed = asTyped(withoutUndefined(options));
    const checked = checkedOptions(typed, new.target !== UdpServiceProject, retirement);
    const { service, settings, initialImageVersions, warnings } = checked;
    super(projenOptions(typed));

    for (const warning of warnings) this.logger.warn(warning);
    const template = installedTemplate();
    const preset = presetOf(new.target, this.outdir);
    this.writer = { template, preset, channel: settings.upgrades.channel, migrations: recordedMigrations };
    this.firstInstall = new FirstInstall(this);
    new PackageManagerSetup(this, settings.packageManager);
    new PitfallCheck(this, checked, typed);
    new AssemblyCheck(this);
    new Toolchain(this);
    if (isCreated(typed)) new FirstFormat(this);
    new ProjenrcTask(this, typed);
    new ImageVersionsFile(this, service, initialImageVersions);
    if (!this.ejected) new TemplateDependency(this, preset);
    new StackSources(this, service, { ...template, preset });
    new HealthGateSources(this, service);
    new SmokeTestSources(this, service);
    new ApplicationSample(this, service);
    new Readme(this, typed.name);
    new ServiceDocs(this, service);
    new CdkTasks(this, service);
    new LocalRun(this, service, typed.localCommand);
    new ServiceTasks(this);
    new Tests(this);
    if (typed.codeOwners) new CodeOwners(this, typed.codeOwners);

    new NpmRegistry(this, typed.npmRegistry ?? {}, settings);
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
    const rendering = process.env[RENDERING];
    if (rendering !== undefined) handOver(rendering, ownership.render());
    super.synth();
    ownership.finish();
  }

  public postSynthesize(): void {
    super.postSynthesize();
    this.firstInstall.restore();
  }
}
