/** The first generation of the CLI prints seconds, the second dates. */
export function timestamp(value: string | number): string {
  return new Date(typeof value === 'number' ? value * 1000 : value).toISOString();
}
