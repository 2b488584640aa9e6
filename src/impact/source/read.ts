import { existsSync, statSync } from 'node:fs';
import { isAssembly, readAssembly, readTemplateFile } from '../../cloudformation/files';
import type { Assembly } from '../../cloudformation/stack';
import { UserError } from '../../util/user-error';

/** An assembly that can be compared: what was synthesized without its context says nothing of what is deployed. */
export function readWhole(directory: string): Assembly {
  const assembly = readAssembly(directory);
  if (assembly.missing.length === 0) return assembly;
  throw new UserError({
    subject: directory,
    cause: `is incomplete: context is missing (${assembly.missing.join(', ')})`,
    remedy: 'Give the values in the code or in cdk.context.json and synthesize again',
  });
}

/** Reads an assembly folder or a template file; `undefined` for anything else. */
export function readSide(path: string): Assembly | undefined {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isFile()) return readTemplateFile(path);
  return isAssembly(path) ? readWhole(path) : undefined;
}
