import type { Level } from '../../../src/model/levels';
import type { JsonObject } from '../../../src/util/json';

/** One stack of a corpus assembly. */
export interface CorpusStack {
  readonly template: JsonObject;
  /** @default the artifact ID */
  readonly stackName?: string;
  /** @default 'aws://111111111111/eu-west-1' */
  readonly environment?: string;
  readonly terminationProtection?: boolean;
  /** Role by which CloudFormation creates resources. */
  readonly executionRole?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Files of each asset by its hash, published as an image. */
  readonly images?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Templates of nested stacks by file name. */
  readonly nested?: Readonly<Record<string, JsonObject>>;
}

/** One side of a pair: stacks by artifact ID, or a bare YAML template. */
export type CorpusSide = Readonly<Record<string, CorpusStack>> | string;

/** Two templates and what the step from one to the other does. */
export interface CorpusCase {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** Why it is this level: the behaviour of AWS or CloudFormation, not of this package. */
  readonly why: string;
  readonly base: CorpusSide;
  readonly head: CorpusSide;
}

export function isYaml(side: CorpusSide): side is string {
  return typeof side === 'string';
}
