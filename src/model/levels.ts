/** What a change of code does to what runs, from harmless to irreversible. */
export const LEVELS = ['none', 'in-place', 'broadens', 'replaces', 'loses'] as const;

export type Level = (typeof LEVELS)[number];

export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

export function worstLevel(levels: Iterable<Level>): Level {
  let worst: Level = 'none';
  for (const level of levels) {
    if (compareLevels(level, worst) > 0) worst = level;
  }
  return worst;
}

/** Whether a finding of this level passes only with an acknowledgement. */
export function blocks(level: Level): boolean {
  return level === 'replaces' || level === 'loses';
}
