import type { Port, Stage } from '../../model/model';
import type { OptionRule, OptionViolation } from '../pitfall';

/** A rule over each stage by itself. */
export function optionRule(
  finds: string,
  check: (stage: Stage) => Iterable<Omit<OptionViolation, 'stage'>>,
): OptionRule {
  return {
    kind: 'option',
    finds,
    check: (service) =>
      service.stages.flatMap((stage) => [...check(stage)].map((violation) => ({ stage: stage.name, ...violation }))),
  };
}

/** Whether a port takes UDP. */
export function takesUdp(port: Port): boolean {
  return port.protocol !== 'TCP';
}
