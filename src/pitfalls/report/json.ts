import type { Judged } from '../acceptance';

/** The findings for programs. */
export function jsonReport({ open, accepted, expired, unused }: Judged): string {
  const content = {
    version: 1,
    findings: open,
    accepted: accepted.map(({ finding, acceptance }) => ({
      ...finding,
      reason: acceptance.reason,
      ...(acceptance.expires === undefined ? {} : { expires: acceptance.expires }),
    })),
    expiredAcceptances: expired,
    unusedAcceptances: unused,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
