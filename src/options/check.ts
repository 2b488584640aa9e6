import { FEATURE_FLAGS } from '../baselines';
import { type Problem, Problems } from '../service/problems';
import { typedArguments, unknownSwitches } from './created';
import { checkPackageManager } from './package-manager';
import { checkShape, optionNames } from './shape';
import type { UdpServiceProjectOptions } from './udp-service-project-options';

const STRUCT = 'UdpServiceProjectOptions';

/**
 * Refuses options whose names, types or values cannot be meant, before anything is made of them.
 *
 * @param subclassed a subclass has options of its own, so unknown names are its affair
 * @throws OptionsError naming every option that is wrong
 */
export function checkOptions(options: UdpServiceProjectOptions, subclassed: boolean): void {
  const problems = new Problems();
  const found: Problem[] = [
    ...checkShape(STRUCT, options, { typed: typedArguments(options), tolerateUnknown: subclassed, retirementOf }),
    ...(subclassed ? [] : unknownSwitches(options, optionNames(STRUCT), process.argv)),
  ];
  for (const problem of found) problems.add(problem);
  problems.throwIfAny();

  const { baseline } = options;
  problems.require(baseline === undefined || baseline in FEATURE_FLAGS, {
    option: 'baseline',
    value: baseline,
    cause: 'this version of the template does not know the baseline',
    remedy: `Use one of ${Object.keys(FEATURE_FLAGS).join(', ')}; a newer baseline needs a newer version of the template.`,
  });
  checkPackageManager(options, problems);
  problems.throwIfAny();
}

/** What a migration could not rename: the options check has the last word. */
function retirementOf(option: string): Pick<Problem, 'cause' | 'remedy'> | undefined {
  // loaded only where an option is unknown: the history of all versions costs time
  const { retirementOf: find } = require('../migrations/retired') as typeof import('../migrations/retired');
  const found = find(option);
  if (found === undefined) return undefined;
  const { version, to, reason } = found;
  return to === undefined
    ? { cause: `the option was removed in version ${version}: ${reason}`, remedy: 'Remove it.' }
    : { cause: `the option has another name since version ${version}`, remedy: `Write it as '${to}'.` };
}
