/** What could be read, or why it could not: one missing permission does not hide the rest. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

/** What runs in a stage, at one moment. */
export interface Live {
  readonly service: string;
  readonly stage: string;
  readonly region?: string;
  /** Status of the service's stack. */
  readonly stackStatus: string;
  readonly loadBalancer: Read<LiveLoadBalancer>;
  readonly targets: Read<readonly LiveTarget[]>;
  readonly tasks: Read<LiveTasks>;
  /** Absent where the stage has no health gate. */
  readonly gate?: Read<LiveGate>;
  readonly flows: Read<readonly LiveCount[]>;
}

export interface LiveLoadBalancer {
  readonly name: string;
  readonly state: string;
  readonly zones: readonly LiveZone[];
}

export interface LiveZone {
  readonly zone: string;
  readonly addresses: readonly string[];
}

/** A target of a port. */
export interface LiveTarget {
  readonly port: string;
  readonly zone: string;
  readonly address: string;
  readonly state: string;
  readonly reason?: string;
}

export interface LiveTasks {
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly deployments: readonly LiveDeployment[];
  /** What ECS said last. */
  readonly lastEvent?: { readonly at: string; readonly message: string };
}

export interface LiveDeployment {
  readonly status: string;
  readonly state: string;
  readonly revision: string;
  readonly updatedAt: string;
  readonly reason?: string;
}

export interface LiveGate {
  /** The last minute of each port in each task. */
  readonly verdicts: readonly LiveVerdict[];
  readonly changes: readonly LiveChange[];
}

/** What the gate of one task measured of one port in its last minute. */
export interface LiveVerdict {
  readonly port: string;
  readonly task: string;
  readonly healthy: boolean;
  readonly alwaysOn: boolean;
  readonly probes: number;
  readonly failures: number;
  readonly drops: number;
}

/** A change of a port's state. */
export interface LiveChange {
  readonly at: string;
  readonly port: string;
  readonly before: string;
  readonly state: string;
  readonly reason: string;
}

/** Flows of the last hour that did not go where they should. */
export interface LiveCount {
  readonly what: string;
  readonly count: number;
}
