import type { ServiceOptions, StageOptions } from '../../options';
import { mergeStages } from '../../service/merge';
import { Problems } from '../../util/problems';
import type { OptionRule, OptionViolation } from '../pitfall';

/** A rule over what was written for each stage, where the resolved service cannot express what is wrong. */
export function givenRule(
  finds: string,
  check: (stage: Partial<StageOptions>) => Iterable<Omit<OptionViolation, 'stage'>>,
): OptionRule {
  return {
    kind: 'option',
    finds,
    check: ({ stages }, given) => {
      const { stages: written, ...common } = given as ServiceOptions & { readonly stages?: readonly StageOptions[] };
      const merged = mergeStages(common, written ?? stages.map(({ name }) => ({ name })), new Problems());
      return merged.flatMap(({ options }) =>
        [...check(options)].map((violation) => ({ stage: options.name, ...violation })),
      );
    },
  };
}
