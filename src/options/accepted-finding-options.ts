/**
 * A finding of `udp-service check` that is known and meant.
 */
export interface AcceptedFindingOptions {
  /**
   * ID of the pitfall, for example `P46` (docs/pitfalls.md).
   */
  readonly id: string;

  /**
   * Where it is accepted: a logical ID, a construct path with everything below it, a stack; or, for a finding in the
   * options, the option (`application.environment.GREETING`) or the stage.
   *
   * @default - everywhere
   */
  readonly resource?: string;

  /**
   * Why it is meant; the reviewer reads it.
   */
  readonly reason: string;

  /**
   * Last day on which it is accepted, as `YYYY-MM-DD` (UTC). From the next day on it is a finding again.
   *
   * @default - for ever
   */
  readonly expires?: string;
}
