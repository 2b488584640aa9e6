/**
 * A release of the package manager, as the registry publishes it.
 */
export interface PackageManagerReleaseOptions {
  /**
   * Exact version, for example `10.34.9`; of the major version that the template is tested with.
   */
  readonly version: string;

  /**
   * Digest of the release's package, as its lockfiles hold it: `sha512-…`. The registry tells it:
   * `npm view pnpm@10.34.9 dist.integrity` (`yarn` for Yarn 1, `@yarnpkg/cli-dist` for Yarn Berry).
   */
  readonly integrity: string;
}
