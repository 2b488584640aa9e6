/**
 * Where the question of the smoke test comes from.
 */
export enum SmokeTestFrom {
  /** The runner of the workflow: it must be one of the clients. */
  RUNNER = 'runner',
  /** A task that runs for some seconds in the subnets of the service, for an internal load balancer. */
  TASK = 'task',
  /** Nowhere: there is no smoke test. */
  NONE = 'none',
}

/**
 * The smoke test at the end of a deployment: every address of the load balancer is asked what the health gate asks the
 * application, and the stage fails where an answer is missing or wrong. It asks ports with a probe that is answered, and
 * connects to those that serve TCP; a port that is only looked up in the socket table cannot be asked.
 *
 * @see https://github.com/projen-udp-service/projen-udp-service/blob/main/docs/operating.md
 */
export interface SmokeTestOptions {
  /**
   * Where the question comes from.
   *
   * @default - the runner, where the load balancer is internet-facing and anybody may send; a task, where it is internal
   * and a UDP port has a probe that is answered; else none
   */
  readonly from?: SmokeTestFrom;

  /**
   * Seconds after which an address that has not answered right fails the stage (5 to 900).
   *
   * @default 120
   */
  readonly timeoutSeconds?: number;
}
