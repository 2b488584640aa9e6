/**
 * How far a stage goes with the controls of AWS Foundational Security Best Practices and of NIST 800-53. docs/security.md
 * has a row a control.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 */
export enum SecurityLevel {
  /** What costs nothing and moves nothing. */
  STANDARD = 'standard',
  /**
   * What costs by the hour or by the byte, too: private tasks, customer managed keys for the log groups and the alarm
   * topic, logs of a year, flow logs, Container Insights, a default security group without rules, and a load balancer that
   * AWS refuses to delete. Options that are given stand, and a warning names each that falls short.
   */
  HARDENED = 'hardened',
}
