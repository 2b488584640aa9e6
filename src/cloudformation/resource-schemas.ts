/**
 * What is known of resource types: whether one holds data, and what a change of its properties does. No other module
 * imports the schemas, which take long to load and cannot be read in a browser.
 *
 * Source: the schemas of CloudFormation's registry, as `@aws-cdk/cloudformation-diff` bundles them.
 */
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { loadResourceModel } from '@aws-cdk/cloudformation-diff/lib/diff/util';

export { fullDiff, ResourceImpact };

/** Whether there is a schema of a type. */
export function hasSchema(type: string): boolean {
  return loadResourceModel(type) !== undefined;
}

/** Whether the schema of a type marks it as one that holds data. */
export function isStateful(type: string): boolean {
  return loadResourceModel(type)?.isStateful === true;
}
