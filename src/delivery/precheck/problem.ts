import type { PitfallId } from '../../pitfalls';

/** Something that would make the deployment fail. */
export interface Problem {
  /** What it is about, with its value. */
  readonly subject: string;
  readonly cause: string;
  readonly remedy: string;
  readonly pitfall?: PitfallId;
}

/** What a check found. */
export interface Checked {
  readonly problems: readonly Problem[];
  /** What could not be looked at, and why. */
  readonly unknown: readonly string[];
  /** What whoever deploys should know although it makes nothing fail. @default - nothing */
  readonly notes?: readonly string[];
}

export const NOTHING: Checked = { problems: [], unknown: [] };

export function found(...problems: readonly Problem[]): Checked {
  return { problems, unknown: [] };
}

export function unknown(...reasons: readonly string[]): Checked {
  return { problems: [], unknown: reasons };
}

export function noted(...notes: readonly string[]): Checked {
  return { ...NOTHING, notes };
}

export function together(parts: readonly Checked[]): Checked {
  const notes = parts.flatMap((part) => part.notes ?? []);
  return {
    problems: parts.flatMap(({ problems }) => problems),
    unknown: parts.flatMap((part) => part.unknown),
    ...(notes.length > 0 && { notes }),
  };
}
