import { createHash } from 'node:crypto';
import type { Level } from '../model/levels';
import { canonical, type Json } from '../util/json';
import type { Finding } from './model';

/** A finding before it has a fingerprint. */
export interface Draft {
  readonly rule: string;
  readonly level: Level;
  readonly stack: string;
  readonly logicalId?: string;
  readonly type?: string;
  readonly path?: string;
  readonly reason: string;
  readonly remedy: string;
  readonly files?: readonly string[];
  /** What makes it another finding. */
  readonly detail: Json;
}

const HASHES = /(?<!sha256:)[0-9a-f]{64}/g;

export function finding(draft: Draft): Finding {
  const { level, stack, logicalId, reason, remedy, rule, type, path, files, detail } = draft;
  const identity = canonical([rule, level, stack, logicalId ?? null, type ?? null, detail]).replace(HASHES, '<asset>');
  return {
    level,
    fingerprint: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    resource: logicalId === undefined ? stack : `${stack}/${logicalId}`,
    reason,
    remedy,
    rule,
    stack,
    ...(logicalId === undefined ? {} : { logicalId }),
    ...(type === undefined ? {} : { type }),
    ...(path === undefined ? {} : { path }),
    ...(files === undefined ? {} : { files }),
  };
}
