import type { Extensions } from '../../../blueprint/src/template/extension-points';
import type { Stage } from '../../../blueprint/src/template/model';
import { readAssembly } from '../../../src/cloudformation/files';
import type { Behaviour } from '../../../src/history/behaviours/behaviour';
import { compareAssemblies } from '../../../src/impact/compare';
import { compareLevels, type Level, worstLevel } from '../../../src/model/levels';
import { serviceOf } from './services';
import { type Synthesis, synthesize } from './synthesis';

/** What a behaviour does to a stage, as `udp-service impact` finds it. */
export interface BehaviourEffect {
  /** By switching it on. */
  readonly on: Level;
  /** By switching it off again. */
  readonly off: Level;
}

/** The effects of a behaviour on several stages, the worst of each. */
export function effectOf({ name }: Behaviour, stages: readonly Stage[], extensions?: Extensions): BehaviourEffect {
  const effects = stages.map((stage) => {
    const having = (behaviours: readonly string[]) => synthesize(serviceOf({ ...stage, behaviours }), { extensions });
    const [off, on] = [having([]), having([name])];
    return { on: level(off, on), off: level(on, off) };
  });
  return { on: worstLevel(effects.map(({ on }) => on)), off: worstLevel(effects.map(({ off }) => off)) };
}

/** What a behaviour says of itself and what is not so; empty where everything is. */
export function disagreements(behaviour: Behaviour, effect: BehaviourEffect): string[] {
  const found: string[] = [];
  if (effect.on !== behaviour.impact) {
    found.push(`${behaviour.name} declares ${behaviour.impact}; switching it on is ${effect.on}`);
  }
  if (behaviour.reversible && compareLevels(effect.off, behaviour.impact) > 0) {
    found.push(`${behaviour.name} declares that it can be switched off again; that is ${effect.off}`);
  }
  return found;
}

function level(before: Synthesis, after: Synthesis): Level {
  const [base, head] = [before, after].map(({ assembly }) => readAssembly(assembly.directory));
  return worstLevel(compareAssemblies(base, head).map((finding) => finding.level));
}
