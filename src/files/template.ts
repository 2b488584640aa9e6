import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageVersion } from './manifest';

let installed: PackageVersion | undefined;

/** This package, as it is installed. */
export function installedTemplate(): PackageVersion {
  if (installed === undefined) {
    const { name, version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
    installed = { name, version };
  }
  return installed;
}
