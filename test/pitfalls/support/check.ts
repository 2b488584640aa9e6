import { readTemplates } from '../../../src/cloudformation/files';
import { checkTemplates } from '../../../src/pitfalls';

/** What the rules find below a path, as `P1 error LogicalId`. */
export function findingsOf(path: string): string[] {
  return checkTemplates(readTemplates([path])).map(
    ({ level, pitfall, resource }) => `${pitfall} ${level} ${resource?.logicalId}`,
  );
}
