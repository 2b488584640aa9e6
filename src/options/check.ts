import { FEATURE_FLAGS } from '../history/baselines';
import { type Problem, Problems } from '../util/problems';
import { typedArguments, unknownSwitches } from './created';
import { checkPackageManager } from './package-manager';
import { checkShape, optionNames, type ShapeCheck } from './shape';
import type { UdpServiceProjectOptions } from './udp-service-project-options';

const STRUCT = 'UdpServiceProjectOptions';

/** What is wrong with the form of options, and what is left of them without it. */
export interface CheckedForm {
  readonly problems: readonly Problem[];
  /** The options that are of the right form; what was meant by a mistyped name stands below the right one. */
  readonly sound: UdpServiceProjectOptions;
  /** Paths of options about which nothing is known: what else is wrong with them may follow from their form alone. */
  readonly doubtful: readonly string[];
}

/**
 * Looks for options whose names, types or values cannot be meant, before anything is made of them.
 *
 * @param subclassed a subclass has options of its own, so unknown names are its affair
 * @param retirementOf why an option is no longer there
 */
export function checkOptions(
  options: UdpServiceProjectOptions,
  subclassed: boolean,
  retirementOf?: ShapeCheck['retirementOf'],
): CheckedForm {
  const problems = new Problems();
  const shape = checkShape(STRUCT, options, {
    typed: typedArguments(options),
    tolerateUnknown: subclassed,
    retirementOf,
  });
  const switches = subclassed ? [] : unknownSwitches(options, optionNames(STRUCT), process.argv);
  for (const problem of [...shape.problems, ...switches]) problems.add(problem);
  // where the name has the wrong form, any other one stands for it
  const sound = { name: 'service', ...shape.sound } as UdpServiceProjectOptions;
  const { baseline } = sound;
  const isKnown = problems.require(baseline === undefined || baseline in FEATURE_FLAGS, {
    subject: 'baseline',
    value: baseline,
    cause: 'this version of the template does not know the baseline',
    remedy: `Use one of ${Object.keys(FEATURE_FLAGS).join(', ')}; a newer baseline needs a newer version of the template.`,
  });
  const isManaged = checkPackageManager(sound, problems);
  return {
    problems: problems.all,
    sound: { ...sound, ...(!isKnown && { baseline: undefined }), ...(!isManaged && { packageManager: undefined }) },
    doubtful: shape.doubtful,
  };
}
