/** A release of a package manager on the npm registry, fixed by its digest like any other locked package. */
export interface PackageManagerRelease {
  readonly package: string;
  readonly version: string;
  /** Digest that the registry gives for the package. */
  readonly integrity: string;
  /** Its programs, each with its file in the package. */
  readonly bin: Readonly<Record<string, string>>;
}
