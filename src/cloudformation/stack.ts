import type { Json, JsonObject } from '../util/json';
import type { Artifact } from './manifest';

/** A template as it was read, functions in their long form. */
export interface Template extends JsonObject {
  Resources: JsonObject;
}

/** A template with where its resources stand. */
export interface ParsedTemplate {
  readonly template: Template;
  /** Line of each resource by its logical ID. */
  readonly lines: ReadonlyMap<string, number>;
}

/** A file or image that is published with the stacks. */
export interface Asset {
  readonly id: string;
  /** Where the content lies; absent where a program produces it. */
  readonly path?: string;
  /** How it is built: everything of the manifest's source but the path. */
  readonly build: Json;
}

/** One stack of an assembly, or a bare template as a stack without name. */
export interface Stack extends ParsedTemplate {
  /** Artifact ID in the assembly, or the base name of the template file; a nested stack has its parent's before it. */
  readonly id: string;
  /** Name in CloudFormation; absent for a bare template. */
  readonly name?: string;
  /** Path of the template as it is shown to people. */
  readonly file: string;
  /** As the manifest has it; absent for a bare template. */
  readonly environment?: string;
  /** Absent where the assembly says `unknown-account`. */
  readonly account?: string;
  /** Absent where the assembly says `unknown-region`. */
  readonly region?: string;
  /** What the manifest says of it; absent for a bare template and for a nested stack. */
  readonly artifact?: Artifact;
  /** Absent for a bare template, which cannot say. */
  readonly terminationProtection?: boolean;
  /** Stack tags, which CloudFormation hands on to the resources. */
  readonly tags: Readonly<Record<string, string>>;
  /** How the stack is deployed: roles and notification topics. */
  readonly deployment: Readonly<Record<string, Json>>;
  /** The resource that creates it as a nested stack. */
  readonly parent?: { readonly id: string; readonly logicalId: string };
  /** Values of the parameters of a nested stack, as its parent writes them. */
  readonly parameters?: JsonObject;
  /** Logical IDs of nested stacks whose templates were found and stand as stacks of their own. */
  readonly nested: ReadonlySet<string>;
  /** Assets of the assembly by ID. */
  readonly assets: ReadonlyMap<string, Asset>;
}

/** Templates that are deployed together. */
export interface Assembly {
  readonly kind: 'assembly' | 'template';
  /** A nested stack comes after the one that it is nested in. */
  readonly stacks: readonly Stack[];
  /** Keys of the context that it was synthesized without. */
  readonly missing: readonly string[];
}
