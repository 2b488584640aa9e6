import type { Level } from '../model/levels';

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
