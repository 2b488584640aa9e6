import { cell } from '../../util/markdown';

/** Values that stand in one sentence or cell: what separates each from the one before it. */
export function separated<T extends object>(values: readonly T[], by = ', '): (T & { readonly separator: string })[] {
  return values.map((value, index) => ({ ...value, separator: index === 0 ? '' : by }));
}

/** Texts as code within a line. */
export function literals(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(', ');
}

/** The values of a row of a table: a bar in a text does not end its cell. */
export function row<T extends Readonly<Record<string, unknown>>>(values: T): T {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inCell(value)])) as T;
}

function inCell(value: unknown): unknown {
  if (typeof value === 'string') return cell(value);
  if (Array.isArray(value)) return value.map(inCell);
  return typeof value === 'object' && value !== null ? row(value as Readonly<Record<string, unknown>>) : value;
}
