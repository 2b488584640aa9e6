import type { DatagramProbe } from '../model/model';

/** What a preset fills into a `DatagramProbe`; a shared secret is added where the preset is used. */
export type Datagram = Omit<DatagramProbe, 'kind' | 'preset' | 'radius'>;

/** How well a preset's payload and expectation are known to be right. */
export type Evidence =
  /** Against real daemons. */
  | 'daemons'
  /** Against independent clients or servers that are not the reference implementation. */
  | 'peers'
  /** From the specification only. */
  | 'specification';

interface Described {
  /** Name by which users choose the preset. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Protocol, for people. */
  readonly title: string;
  /** Where the protocol's messages are specified. */
  readonly reference: string;
}

/** A preset that sends a datagram. */
export interface DatagramPreset extends Described {
  readonly kind: 'datagram';
  readonly datagram: Datagram;
  /** Whether a shared secret signs the probe and proves the answer (RADIUS). */
  readonly signed?: boolean;
  /** What a right answer does not prove. */
  readonly leavesOut: string;
  /** What the server's own configuration must allow, and how. */
  readonly serverMustAllow: string;
  /** What a user of the protocol behind a load balancer should know. */
  readonly warning?: string;
  readonly evidence: Evidence;
}

/** A protocol whose servers never answer, so that only the kernel's socket table tells. */
export interface SocketPreset extends Described {
  readonly kind: 'socket';
  readonly leavesOut: string;
}

/** A protocol that cannot work behind a Network Load Balancer. */
export interface RefusedPreset extends Described {
  readonly kind: 'refused';
  readonly cause: string;
  readonly remedy: string;
}

export type Preset = DatagramPreset | SocketPreset | RefusedPreset;
