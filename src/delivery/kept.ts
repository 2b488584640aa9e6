import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an assembly says of itself when it is deployed again: beside its manifest, where the CDK does not look. */
export interface AssemblyRecord {
  /** The commit that it was synthesized from. */
  readonly commit: string;
  /** The run that synthesized it. */
  readonly run: number;
  readonly createdAt: string;
}

export const RECORD = 'udp-service.json';

/** Name of the artifact in which a run keeps the assembly that it has deployed to a stage. */
export function artifactOf(stage: string): string {
  return `deployed-${stage}`;
}

/** File in that artifact. */
export const KEPT_TAR = 'cdk.out.tgz';

/** `undefined` where the assembly has none: it was synthesized on a workstation. */
export function readRecord(directory: string): AssemblyRecord | undefined {
  const file = join(directory, RECORD);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as AssemblyRecord) : undefined;
}
