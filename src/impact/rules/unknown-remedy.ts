/** What to do where the resource specification does not know something. */
export const UNKNOWN_REMEDY =
  'Update this package, whose resource specification may be older than the resource; else look up in the CloudFormation reference what the change does, and acknowledge.';
