import type { Json, JsonObject } from '../util/json';
import type { Asset } from './assets';

/** A template as it was read. */
export interface Template extends JsonObject {
  Resources: JsonObject;
}

/** One stack of an assembly, or a bare template as a stack without name. */
export interface Stack {
  /** Artifact ID in the assembly, or the base name of the template file; a nested stack has its parent's before it. */
  readonly id: string;
  /** Name in CloudFormation; absent for a bare template. */
  readonly name?: string;
  /** Absent where the assembly says `unknown-account`. */
  readonly account?: string;
  /** Absent where the assembly says `unknown-region`. */
  readonly region?: string;
  readonly template: Template;
  /** Absent for a bare template, which cannot say. */
  readonly terminationProtection?: boolean;
  /** Stack tags, which CloudFormation hands on to the resources. */
  readonly tags: Readonly<Record<string, string>>;
  /** How the stack is deployed: roles and notification topics. */
  readonly deployment: Readonly<Record<string, Json>>;
  /** Values of the parameters of a nested stack, as its parent writes them. */
  readonly parameters?: JsonObject;
  /** Logical IDs of nested stacks whose templates were found and stand as stacks of their own. */
  readonly nested: ReadonlySet<string>;
  /** Assets of the assembly by ID. */
  readonly assets: ReadonlyMap<string, Asset>;
}

/** Everything one side of the comparison deploys. */
export interface Assembly {
  readonly kind: 'assembly' | 'template';
  readonly stacks: readonly Stack[];
}
