import type { PitfallId } from './catalogue';
import type { Level } from './pitfall';

/** A pitfall in a service or in a template. */
export interface Finding {
  readonly pitfall: PitfallId;
  readonly level: Level;
  readonly title: string;
  /** The value, and why it fails. */
  readonly message: string;
  readonly remedy: string;
  /** Of a finding in the options. */
  readonly option?: string;
  /** Of a finding in the options of one stage. */
  readonly stage?: string;
  /** Of a finding in the options that no reason makes acceptable. */
  readonly isBinding?: true;
  /** Of a finding in a template. */
  readonly resource?: FoundResource;
  /** Of a finding in a part of a template's resource: `environment.LOG_LEVEL`. */
  readonly part?: string;
}

/** The resource of a finding. */
export interface FoundResource {
  readonly logicalId: string;
  readonly type: string;
  /** Stack name, or the file's name where there is no manifest. */
  readonly stack: string;
  readonly file: string;
  readonly line?: number;
  /** Path of the construct, where the CDK wrote the template. */
  readonly constructPath?: string;
}
