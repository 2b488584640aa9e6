import type { Level } from '../model/levels';
import type { Asset } from './assembly/assets';
import type { Json, JsonObject } from './json';

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

/** One thing the change does to what runs. */
export interface Finding {
  readonly level: Level;
  /** Stable over runs and asset hashes; another finding has another one. */
  readonly fingerprint: string;
  /** `stack/LogicalId`, or the stack alone. */
  readonly resource: string;
  readonly reason: string;
  readonly remedy: string;
  /** ID of the rule that found it. */
  readonly rule: string;
  readonly stack: string;
  readonly logicalId?: string;
  readonly type?: string;
  /** Path of the construct, where the template tells it. */
  readonly path?: string;
  /** Changed files of an asset. */
  readonly files?: readonly string[];
}
