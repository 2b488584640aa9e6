/** What makes an assembly more than data, or unknown to us. */
export interface AssemblyProblem {
  /** File of the assembly, and the property in it, if it is one. */
  readonly place: string;
  /** What is wrong with it, as the rest of a sentence. */
  readonly cause: string;
}

/** Takes what is found. */
export type Report = (place: string, cause: string) => undefined;

/** A value in a sentence: as JSON, so that line breaks and control characters stay what they are. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
