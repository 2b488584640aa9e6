/**
 * Protocol of the load balancer's health check. UDP target groups cannot be checked over UDP.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export enum HealthCheckProtocol {
  /** A request with an answer: a frozen responder fails it. */
  HTTP = 'HTTP',
  /** A handshake: the kernel of a frozen responder still passes it. */
  TCP = 'TCP',
}

/**
 * The load balancer's health check, the same for every port.
 */
export interface HealthCheckOptions {
  /**
   * Protocol of the check.
   *
   * @default - HTTP where the health gate answers; TCP where a service with only TCP ports is checked directly
   */
  readonly protocol?: HealthCheckProtocol;

  /**
   * Path of an HTTP check that the application answers itself: only for a service with only TCP ports and no gate.
   *
   * @default - the gate's own paths, `/health/<port>`
   */
  readonly path?: string;

  /**
   * Seconds between two checks (5 to 300).
   *
   * @default 10
   */
  readonly intervalSeconds?: number;

  /**
   * Seconds after which an unanswered check fails (2 to 120, not above the interval).
   *
   * @default 5
   */
  readonly timeoutSeconds?: number;

  /**
   * Successes in a row that make a target healthy (2 to 10).
   *
   * @default 2
   */
  readonly healthyThresholdCount?: number;

  /**
   * Failures in a row that make a target unhealthy (2 to 10).
   *
   * @default 2
   */
  readonly unhealthyThresholdCount?: number;
}

/**
 * The health gate: the small container that answers the load balancer's health check with the truth.
 */
export interface HealthGateOptions {
  /**
   * Whether the task has a gate. Every service with a UDP port has one.
   *
   * @default - true with a UDP or TCP_UDP port; false with only TCP ports
   */
  readonly enabled?: boolean;

  /**
   * Port the gate listens on; may equal no container port. With TCP checks each further port takes the next number.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Name of the gate's container.
   *
   * @default "health-gate"
   */
  readonly containerName?: string;

  /**
   * Image the gate's program runs in, any with Python 3.11 or newer at `python3`, for example from your own mirror.
   *
   * @default - the official Python image on Alpine, pinned by digest
   */
  readonly baseImage?: string;

  /**
   * Seconds between two probes of a port. Some servers limit the rate of one client: stay at 5 or more.
   *
   * @default 5
   */
  readonly intervalSeconds?: number;

  /**
   * Seconds a probe waits for its answer (below the interval).
   *
   * @default 1
   */
  readonly timeoutSeconds?: number;

  /**
   * Right answers in a row after which a port that was down is up again; the first one is enough at start.
   *
   * @default 2
   */
  readonly rise?: number;

  /**
   * Timeouts or wrong answers in a row after which a port is down.
   *
   * @default 3
   */
  readonly fall?: number;

  /**
   * Refusals (nothing is bound) in a row after which a port is down.
   *
   * @default 2
   */
  readonly fallHard?: number;

  /**
   * Seconds for which an application that is overloaded, but still reads, counts as degraded before it counts as down. A
   * gate that fails a busy task at once moves its load to the others, which then fail too.
   *
   * @default 60
   */
  readonly degradedSeconds?: number;

  /**
   * Seconds of failing answers between SIGTERM and the gate's exit: the time the load balancer needs to notice.
   *
   * @default - interval × unhealthy threshold + 5
   */
  readonly drainSeconds?: number;
}
