/** Why a patch is not taken. */
export interface Refusal {
  /** File; empty where the patch as a whole is meant. */
  readonly path: string;
  /** A sentence without its end. */
  readonly cause: string;
}

export const refuse =
  (path: string) =>
  (cause: string): Refusal => ({ path, cause });
