/** A setting by its path, `ports.dns.containerPort`, with its value as text. */
export type Settings = ReadonlyMap<string, string>;

const NOTHING = 'none';

/** Every setting of plain data. What has a name is found by its name, whatever its place in a list. */
export function settingsOf(data: object): Settings {
  return new Map(flatten(data, ''));
}

function flatten(value: unknown, path: string): [string, string][] {
  if (Array.isArray(value)) return isRecords(value) ? children(byName(value), path) : [[path, list(value)]];
  if (typeof value === 'object' && value !== null) return children(Object.entries(value), path);
  return [[path, value === '' ? '""' : String(value)]];
}

function children(entries: readonly (readonly [string, unknown])[], path: string): [string, string][] {
  const present = entries.filter(([, value]) => value !== undefined);
  if (present.length === 0) return [[path, NOTHING]];
  return present.flatMap(([key, value]) => flatten(value, path === '' ? key : `${path}.${key}`));
}

function isRecords(values: readonly unknown[]): values is readonly object[] {
  return values.length > 0 && values.every((value) => typeof value === 'object' && value !== null);
}

function byName(values: readonly object[]): [string, unknown][] {
  return values.map((value, index) => {
    const { name, ...rest } = value as { name?: unknown };
    return typeof name === 'string' ? [name, rest] : [String(index + 1), value];
  });
}

function list(values: readonly unknown[]): string {
  return values.length > 0 ? values.map(String).join('\n') : NOTHING;
}
