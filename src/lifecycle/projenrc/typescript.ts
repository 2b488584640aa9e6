import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as ts from 'typescript';
import { UserError } from '../../util/user-error';

/** The compiler's interface, as far as reading a syntax tree needs it. */
export type TypeScript = typeof ts;

/** The TypeScript that the repository itself compiles with; this package has none of its own. */
export function repositoryTypeScript(directory: string): TypeScript {
  const require = createRequire(join(directory, 'package.json'));
  let api: Partial<TypeScript>;
  try {
    api = require('typescript') as Partial<TypeScript>;
  } catch (error) {
    throw new UserError({
      subject: 'typescript',
      cause: `the repository's TypeScript cannot be loaded (${(error as Error).message})`,
      remedy: 'Install the dependencies, with typescript among them',
    });
  }
  if (typeof api.createSourceFile !== 'function' || typeof api.forEachChild !== 'function') {
    throw new UserError({
      subject: 'typescript',
      cause: `version ${api.version ?? 'unknown'} of it cannot be asked for a syntax tree`,
      remedy: 'Use a version that this template was tested with: ~6.0',
    });
  }
  return api as TypeScript;
}
