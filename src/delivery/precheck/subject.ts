import type { Access } from '../access';
import type { StageAssembly } from '../assembly';

/** What a check looks at. */
export interface Precheck {
  readonly assembly: StageAssembly;
  readonly access: Access;
}
