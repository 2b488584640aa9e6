import { createHash } from 'node:crypto';

/** Five fields of minutes, hours, days, months and weekdays, as GitHub reads them. */
export const CRON = /^[\d*/,-]+ [\d*/,-]+ [\d*/,-]+ [\dA-Za-z*/,-]+ [\dA-Za-z*/,-]+$/;

/** A time in the night of one or of all working days that differs from repository to repository: GitHub stops bursts. */
export function atNight(name: string, daily: boolean): string {
  const hash = createHash('sha256').update(name).digest();
  const [minute, hour, day] = [hash[0] % 60, 1 + (hash[1] % 5), 1 + (hash[2] % 5)];
  return `${minute} ${hour} * * ${daily ? '1-5' : day}`;
}
