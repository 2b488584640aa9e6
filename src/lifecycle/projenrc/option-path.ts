/** One step on the way to an option: into a group, or into every entry of a list. */
export interface Step {
  readonly name: string;
  readonly list: boolean;
}

/** The steps of a path as options are written: `stages[].ports[].containerPort`. */
export function steps(path: string): Step[] {
  return path.split('.').map((part) => ({ name: part.replace(/\[\]$/, ''), list: part.endsWith('[]') }));
}

/** A path as it is written in messages, with what names an entry of a list left out: `stages[prod].ports[0]` → `stages[].ports[]`. */
export function general(path: string): string {
  return path.replace(/\[[^\]]*\]/g, '[]');
}

/** Parent and name of the option at the end of a path. */
export function split(path: string): { readonly parent: string; readonly name: string } {
  const end = path.lastIndexOf('.');
  return { parent: end < 0 ? '' : path.slice(0, end), name: path.slice(end + 1) };
}
