import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from '../../cloudformation/stack';
import { readAssembly, readTemplateFile } from '../assembly/read';

/** Whether a folder is a cloud assembly. */
export function isAssembly(path: string): boolean {
  return existsSync(join(path, 'manifest.json'));
}

/** Reads an assembly folder or a template file; `undefined` for anything else. */
export function readSide(path: string): Assembly | undefined {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isFile()) return readTemplateFile(path);
  return isAssembly(path) ? readAssembly(path) : undefined;
}
