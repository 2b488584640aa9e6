import { lstatSync } from 'node:fs';
import type { UserProblem } from '../../util/user-problem';
import { Manifests } from './manifests';
import { Root } from './paths';
import type { AssemblyProblem } from './problem';
import { KNOWN_SCHEMA } from './schema';
import { checkTree } from './tree';

/** As many problems as are told. */
const TOLD = 20;

/**
 * Why an assembly is more than data: programs in its manifests, paths and links out of its folder, and whatever is not
 * known. Empty where it may be given to the CDK.
 *
 * @param newestSchema major version of the manifests' schema up to which they are known
 */
export function checkAssembly(directory: string, newestSchema = KNOWN_SCHEMA): readonly AssemblyProblem[] {
  const stats = lstatSync(directory, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) {
    return [{ place: directory, cause: stats?.isSymbolicLink() ? 'is a link and no folder' : 'is no folder' }];
  }
  const found: AssemblyProblem[] = [];
  const report = (place: string, cause: string): undefined => {
    found.push({ place, cause });
  };
  const root = new Root(directory);
  checkTree(root, report);
  new Manifests(root, newestSchema, report).checkAssembly();
  return found;
}

/** Why an assembly is refused. */
export function refusalOf(directory: string, problems: readonly AssemblyProblem[]): UserProblem {
  const rest = problems.length - TOLD;
  return {
    subject: directory,
    cause: 'is not given to the CDK, because an assembly may hold data alone, and all of it in its folder.',
    output: [
      ...problems.slice(0, TOLD).map(({ place, cause }) => `  ${inOneLine(place)}: ${cause}`),
      ...(rest > 0 ? [`  and ${rest} more`] : []),
    ].join('\n'),
    remedy:
      'Remove what makes this from the stacks and synthesize again; if nothing in them does, find out who made the assembly.',
  };
}

/** Names of files are chosen by whoever made the assembly. */
function inOneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is replaced
  return text.replace(/[\u0000-\u001f\u007f]/g, '?').slice(0, 300);
}
