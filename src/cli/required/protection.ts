import { readFileSync, writeFileSync } from 'node:fs';
import { ask, list, object, text, whole } from '../../clients/github/answer';
import { githubCli } from '../../clients/github/cli';
import { BRANCH_RULES, type BranchRule } from '../../clients/github/protection';
import { UserError } from '../../util/user-error';
import { ExitCode } from '../exit';

/** What GitHub says of a branch, as one job step leaves it for the next, which then needs no token. */
export interface ReadProtection {
  readonly rules: readonly BranchRule[];
  /** Lines of CODEOWNERS that GitHub skips. */
  readonly skipped: readonly { readonly path: string; readonly line: number }[];
}

interface ProtectionOptions {
  readonly repository: string;
  readonly branch: string;
  readonly commit: string;
  readonly host: string;
}

/** Reads the rules of a branch and the errors of its CODEOWNERS file. */
export async function readProtection(
  file: string,
  { repository, branch, commit, host }: ProtectionOptions,
): Promise<ExitCode> {
  const github = githubCli(host);
  const name = branch.split('/').map(encodeURIComponent).join('/');
  const rules = await ask(github, `repos/${repository}/rules/branches/${name}?per_page=100`, BRANCH_RULES);
  if (rules === undefined) {
    throw new UserError({
      subject: host,
      cause: `does not tell the rules of ${repository}, branch ${branch}`,
      remedy: 'The token has to read the repository, and the host has to know rulesets',
    });
  }
  const errors = await ask(
    github,
    `repos/${repository}/codeowners/errors?ref=${encodeURIComponent(commit)}`,
    object({ errors: list(object({ path: text, line: whole })) }),
  );
  const skipped = (errors?.errors ?? []).map(({ path, line }) => ({ path, line }));
  writeFileSync(file, JSON.stringify({ rules, skipped } satisfies ReadProtection));
  return ExitCode.OK;
}

/** What `readProtection` wrote. */
export function protectionFrom(file: string): ReadProtection {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ReadProtection;
  } catch (error) {
    throw new UserError({
      subject: '--protection',
      value: file,
      cause: `cannot be read (${(error as Error).message})`,
      remedy: 'Run `protection` first',
    });
  }
}
