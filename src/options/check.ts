import { FEATURE_FLAGS } from '../history/baselines';
import { type Problem, Problems } from '../util/problems';
import { typedArguments, unknownSwitches } from './created';
import { checkPackageManager } from './package-manager';
import { checkShape, optionNames, type ShapeCheck } from './shape';
import type { UdpServiceProjectOptions } from './udp-service-project-options';

const STRUCT = 'UdpServiceProjectOptions';

/**
 * Refuses options whose names, types or values cannot be meant, before anything is made of them.
 *
 * @param subclassed a subclass has options of its own, so unknown names are its affair
 * @param retirementOf why an option is no longer there
 * @throws UserError naming every option that is wrong
 */
export function checkOptions(
  options: UdpServiceProjectOptions,
  subclassed: boolean,
  retirementOf?: ShapeCheck['retirementOf'],
): void {
  const problems = new Problems();
  const found: Problem[] = [
    ...checkShape(STRUCT, options, { typed: typedArguments(options), tolerateUnknown: subclassed, retirementOf }),
    ...(subclassed ? [] : unknownSwitches(options, optionNames(STRUCT), process.argv)),
  ];
  for (const problem of found) problems.add(problem);
  problems.throwIfAny();

  const { baseline } = options;
  problems.require(baseline === undefined || baseline in FEATURE_FLAGS, {
    subject: 'baseline',
    value: baseline,
    cause: 'this version of the template does not know the baseline',
    remedy: `Use one of ${Object.keys(FEATURE_FLAGS).join(', ')}; a newer baseline needs a newer version of the template.`,
  });
  checkPackageManager(options, problems);
  problems.throwIfAny();
}
