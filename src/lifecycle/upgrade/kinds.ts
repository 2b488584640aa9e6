/** What is brought up to date at once, each in a pull request of its own. */
export const UPGRADE_KINDS = ['template', 'cdk', 'dependencies'] as const;

export type UpgradeKind = (typeof UPGRADE_KINDS)[number];

/** Packages of the CDK, by which the same sources may become other templates. */
const CDK_PACKAGES: ReadonlySet<string> = new Set(['aws-cdk', 'aws-cdk-lib', 'cdk-nag', 'constructs']);

/** The direct dependencies of a kind; those of the template have a channel and are no dependency like others. */
export function packagesOf(
  kind: Exclude<UpgradeKind, 'template'>,
  direct: readonly string[],
  template: readonly string[],
): string[] {
  return direct.filter((name) => !template.includes(name) && CDK_PACKAGES.has(name) === (kind === 'cdk')).sort();
}
