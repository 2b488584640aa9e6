/** What an upgrade leaves for a job that proposes it. */
export const REPORT_FILE = 'report.json';

/** Everything that it changed, for `git apply`. */
export const PATCH_FILE = 'upgrade.patch';
