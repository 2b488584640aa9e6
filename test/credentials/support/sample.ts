/** A variable or a command, with what tells it in a report of a test. */
export type Sample =
  | { readonly title: string; readonly name: string; readonly value: string }
  | { readonly title: string; readonly command: readonly string[] };

/** A variable of the environment. */
export const variable = (name: string, value: string): Sample => ({ title: `${name}=${value}`, name, value });

/** A command. */
export const runs = (...parts: string[]): Sample => ({ title: parts.join(' '), command: parts });
