import type { Behaviour } from './behaviour';

/** Every behaviour, in the order of their baselines; each has an option of its name in `BehaviourOptions`. Version 1 has none. */
export const BEHAVIOURS: readonly Behaviour[] = [];
