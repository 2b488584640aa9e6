import type { Checks } from '../../../service/resolve/checks';
import { JOB_TOKEN } from './model';

/** The name of a secret of the repository, its organisation or an environment. */
export function checkSecret(key: string, name: string, checks: Checks): void {
  const form = "the name of a secret: letters, digits and '_', not beginning with a digit or GITHUB_";
  checks.text(key, name, /^(?!GITHUB_)[A-Za-z_][A-Za-z0-9_]*$/i, form, 'ACME_TOKEN');
}

/** The same, or the job's own token. */
export function checkToken(key: string, name: string, checks: Checks): void {
  if (name !== JOB_TOKEN) checkSecret(key, name, checks);
}

/** An address that goes into a workflow or a configuration as it is. */
export function checkAddress(key: string, address: string, checks: Checks, example: string): void {
  const form = 'an address that begins with https:// and has neither user nor query';
  checks.text(key, address, /^https:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._~/-]*)?$/, form, example);
}
