import type { javascript } from 'projen';
import type { AcceptedFindingOptions } from './accepted-finding-options';
import type { CodeOwnersOptions } from './code-owners-options';
import type { PackageManagerReleaseOptions } from './package-manager-options';
import type { Probe, Protocol } from './port-options';
import type { ProjenOptions } from './projen-options';
import type { NpmRegistryOptions } from './registry-options';
import type { ServiceOptions, StageOptions } from './service-options';
import type { UpgradeOptions, Upgrades } from './upgrade-options';
import type { WorkflowsOptions } from './workflow-options';

/**
 * Options of `UdpServiceProject`: the service, its stages, and what `projen new` itself fills in.
 */
export interface UdpServiceProjectOptions extends ServiceOptions {
  /**
   * Name of the service: lower-case letters, digits and hyphens, beginning with a letter; at most 40 characters. First
   * part of every stack name, so changing it makes new stacks.
   *
   * @default $BASEDIR
   */
  readonly name: string;

  /**
   * Shorthand for one entry of `ports`: the port.
   *
   * @default 1234
   * @featured
   */
  readonly port?: number;

  /**
   * Shorthand for one entry of `ports`: its protocol.
   *
   * @default Protocol.UDP
   * @featured
   */
  readonly protocol?: Protocol;

  /**
   * Shorthand for one entry of `ports`: its probe.
   *
   * @default Probe.SOCKET
   */
  readonly probe?: Probe;

  /**
   * Shorthand for one entry of `stages`, `dev`: its AWS account ID.
   *
   * @default - environment-agnostic
   * @featured
   */
  readonly account?: string;

  /**
   * Shorthand for one entry of `stages`, `dev`: its AWS region.
   *
   * @default - environment-agnostic
   * @featured
   */
  readonly region?: string;

  /**
   * Stages in the order in which they are deployed.
   *
   * @default - one stage, `dev`, without account and region
   */
  readonly stages?: StageOptions[];

  /**
   * Findings of `udp-service check` that are known and meant.
   *
   * @default - none
   */
  readonly acceptedFindings?: AcceptedFindingOptions[];

  /**
   * Who has to approve changes of what decides about deployments.
   *
   * @default - no CODEOWNERS file is written
   */
  readonly codeOwners?: CodeOwnersOptions;

  /**
   * Command that starts the application on a workstation, for `npx projen local`.
   *
   * @default - the sample of the image's directory; none for an existing image
   */
  readonly localCommand?: string;

  /**
   * Date of the template's behaviours this repository was created with: the CDK feature flags are those of that date
   * and never move with an upgrade.
   *
   * @default "2026-11"
   * @pjnew "2026-11"
   */
  readonly baseline?: string;

  /**
   * Package manager of the repository: npm, pnpm, Yarn 1 or Yarn Berry (with `node_modules`). Bun is refused.
   *
   * @default javascript.NodePackageManager.NPM
   */
  readonly packageManager?: javascript.NodePackageManager;

  /**
   * Release of the package manager that workflows install; npm comes with Node.js.
   *
   * @default - the release that this version of the template is tested with
   */
  readonly packageManagerRelease?: PackageManagerReleaseOptions;

  /**
   * Where packages come from.
   *
   * @default - the public registry
   */
  readonly npmRegistry?: NpmRegistryOptions;

  /**
   * The workflows of GitHub Actions.
   *
   * @default - see the members
   */
  readonly workflows?: WorkflowsOptions;

  /**
   * Who brings the repository up to date.
   *
   * @default Upgrades.WORKFLOW
   */
  readonly upgrades?: Upgrades;

  /**
   * How the repository is brought up to date.
   *
   * @default - see the members
   */
  readonly upgradeOptions?: UpgradeOptions;

  /**
   * Further development dependencies; `projen new` puts the package that holds this project type here.
   *
   * @default - none
   */
  readonly devDeps?: string[];

  /**
   * Directory of the repository.
   *
   * @default "."
   */
  readonly outdir?: string;

  /**
   * Whether the options stand in `.projenrc.ts`.
   *
   * @default true
   * @pjnew true
   */
  readonly projenrcTs?: boolean;

  /**
   * Whether the options stand in `.projenrc.json`.
   *
   * @default false
   */
  readonly projenrcJson?: boolean;

  /**
   * Options of projen's own `AwsCdkTypeScriptApp`, without those that this type owns.
   *
   * @default - see the members
   */
  readonly projenOptions?: ProjenOptions;
}
