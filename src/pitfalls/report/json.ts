import type { Judged } from '../acceptance';
import type { Acceptances } from './acceptances';

/** The findings for programs. */
export function jsonReport(judged: Judged, acceptances: Acceptances): string {
  const content = { version: 1, findings: judged.open, ...acceptancesReport(judged, acceptances) };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** What was accepted, by what, and what accepted nothing. */
export function acceptancesReport({ accepted, expired, unused }: Judged, { file, unread }: Acceptances): object {
  return {
    accepted: accepted.map(({ finding, acceptance }) => ({
      ...finding,
      reason: acceptance.reason,
      ...(acceptance.expires === undefined ? {} : { expires: acceptance.expires }),
    })),
    expiredAcceptances: expired,
    unusedAcceptances: unused,
    ...(file === undefined ? {} : { acceptancesFile: file }),
    ...(unread === undefined ? {} : { acceptancesUnread: unread }),
  };
}
