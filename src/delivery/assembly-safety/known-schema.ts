import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseJsonText } from '../../util/json-text';
import { isMembers } from './problem';
import { KNOWN_SCHEMA } from './schema';

const SCHEMA_PACKAGE = '@aws-cdk/cloud-assembly-schema/package.json';

/**
 * The newest schema of assemblies that is known in a repository: the one that this program knows, or a newer one that the
 * CDK has which the repository locks. A newer CDK may write the newer version and nothing else that is new; a property
 * that is new is refused in any case.
 */
export function newestSchemaOf(repository: string): number {
  try {
    // package managers that link have it beside the library and not in the repository
    const library = realpathSync(join(repository, 'node_modules', 'aws-cdk-lib'));
    const file = createRequire(join(library, 'package.json')).resolve(SCHEMA_PACKAGE);
    const manifest = parseJsonText(readFileSync(file, 'utf8'));
    const major = isMembers(manifest) ? Number.parseInt(String(manifest.version), 10) : Number.NaN;
    return Math.max(KNOWN_SCHEMA, Number.isNaN(major) ? 0 : major);
  } catch {
    return KNOWN_SCHEMA;
  }
}
