import type { FileClass, PackageVersion } from '../../files/manifest';

/** Version of the report's shape. */
export const SCHEMA = 1;

/** A finding that somebody accepted. */
export interface AcceptedEntry {
  /** A pitfall of the templates, or what a change does to what runs. */
  readonly kind: 'pitfall' | 'impact';
  /** ID of the pitfall, fingerprint of the impact. */
  readonly id: string;
  readonly resource?: string;
  readonly reason: string;
  /** Last day (UTC) on which it is accepted, as `YYYY-MM-DD`. */
  readonly expires?: string;
  readonly expired: boolean;
}

/** The change of the template version that was synthesized. */
export interface Upgrade {
  readonly from: string;
  readonly to: string;
  /** Commit and its time (ISO 8601); absent while it is not committed. */
  readonly commit?: string;
  readonly at?: string;
}

/** How a repository stands to its template. */
export interface StatusReport {
  readonly schema: typeof SCHEMA;
  /** The template that synthesized last. */
  readonly template: PackageVersion;
  /** Its version that is installed. */
  readonly installed: string;
  readonly preset?: PackageVersion;
  /** Where upgrades of the template come from. */
  readonly channel?: string;
  /** Migrations that were applied. */
  readonly migrations: readonly string[];
  /** Names of the behaviours that each stage has. */
  readonly behaviours: Readonly<Record<string, readonly string[]>>;
  readonly files: {
    readonly count: Readonly<Record<FileClass, number>>;
    /** Managed files that were handed over. */
    readonly released: readonly string[];
    /** Managed and shared files that are not as the template wrote them, with the keys where they are merged. */
    readonly edited: readonly { readonly path: string; readonly keys?: readonly string[] }[];
    /** Managed and shared files that are not there. */
    readonly missing: readonly string[];
    /** Patches of edits in whose place the template's version was taken. */
    readonly patches: readonly string[];
  };
  readonly accepted: readonly AcceptedEntry[];
  readonly lastUpgrade?: Upgrade;
}
