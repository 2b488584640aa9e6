import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { packageManagerFor, worded } from '../package-managers';
import { UPGRADE_KINDS, type UpgradeKind } from '../upgrade/kinds';
import { programsIn } from '../upgrade/program';
import { ProposalBranch } from '../upgrade/propose/branch';
import { branchOf, complete, propose } from '../upgrade/propose/propose';
import { type RunGitHubCli, Site } from '../upgrade/propose/site';
import { blockedReport, REPORT_SCHEMA, type UpgradeReport } from '../upgrade/report';
import { PATCH_FILE, REPORT_FILE } from '../upgrade/report-files';
import { UsageError } from './exit';

interface ProposeOptions {
  readonly kind: UpgradeKind;
  readonly base: string;
  readonly credentials: string;
  readonly mergeAfterDays?: number;
  readonly onto?: string;
  readonly head?: string;
}

/** Name of the environment variable with the token that pushes and proposes. */
const TOKEN = 'UPGRADE_TOKEN';

/** Adds `propose`: show on GitHub what another job has upgraded. It runs nothing of what that job left. */
export function registerPropose(program: Command): void {
  program
    .command('propose')
    .description(
      'open or update the pull request of an upgrade that another job has made, or the issue that says why there is none',
    )
    .argument('<folder>', 'what `upgrade --report` has written')
    .addOption(new Option('--kind <kind>', 'what was upgraded').choices(UPGRADE_KINDS).makeOptionMandatory())
    .requiredOption('--base <branch>', 'branch that the pull request aims at')
    .requiredOption('--credentials <sentence>', `how ${TOKEN} is given, for the issue that asks for it`)
    .option('--merge-after-days <days>', 'merge what needs nobody when it is that old and its checks are green', days)
    .option('--onto <branch>', 'commit to this branch, which somebody else proposes, instead of a branch of its own')
    .option('--head <commit>', 'commit of that branch that the patch was made on')
    .action(async (folder: string, options: ProposeOptions) => {
      const text = await run(resolve(folder), options, process.cwd(), process.env);
      process.stdout.write(`${text}\n`);
    });
}

async function run(
  folder: string,
  options: ProposeOptions,
  directory: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { kind, base, credentials: credentialsHint, mergeAfterDays, onto, head } = options;
  const token = env[TOKEN] || undefined;
  const programs = programsIn(directory, new AbortController().signal);
  const cli =
    (extra: NodeJS.ProcessEnv): RunGitHubCli =>
    (args) =>
      programs(['gh', ...args], {
        purpose: `gh ${args.slice(0, 2).join(' ')}`,
        remedy: 'See what the token may do',
        env: { ...github(env), ...extra },
      });
  const site = new Site(
    cli({}),
    token === undefined ? undefined : cli({ GH_TOKEN: token, GH_ENTERPRISE_TOKEN: token }),
  );
  const branchAt = (name: string, commit: string) => new ProposalBranch(name, commit, programs, authorized(env, token));
  const patch = join(folder, PATCH_FILE);
  const shared = {
    report: readReport(folder, kind, runUrl(env)),
    ...(existsSync(patch) ? { patch } : {}),
    credentials: token !== undefined,
    credentialsHint,
  };
  const said = (text: string) => worded(text, packageManagerFor(directory));
  if (onto !== undefined) {
    if (head === undefined) throw new UsageError(`--onto ${onto}: says nothing of the commit. Give --head, too.`);
    const branch = branchAt(onto, head);
    await branch.fetch();
    return said(await complete({ ...shared, branch: onto }, site, branch));
  }
  const commit = await programs(['git', 'rev-parse', 'HEAD'], { purpose: 'git', remedy: 'Check the branch out' });
  const name = branchOf(kind);
  const proposal = { ...shared, base, branch: name, mergeAfterDays, runUrl: runUrl(env), now: new Date() };
  return said(await propose(proposal, site, branchAt(name, commit.trim())));
}

/** The report of the other job; one that left none has failed, which is told like anything else that blocks. */
function readReport(folder: string, kind: UpgradeKind, url: string): UpgradeReport {
  const file = join(folder, REPORT_FILE);
  if (!existsSync(file)) {
    const failed = blockedReport(`the job that upgrades '${kind}' failed`, `See its log: ${url}`);
    return { schema: REPORT_SCHEMA, kind, state: 'failed', incomplete: false, mergesByItself: false, ...failed };
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as UpgradeReport;
  if (report.schema !== REPORT_SCHEMA || report.kind !== kind) {
    throw new UsageError(
      `${file}: is a report of '${report.kind}' in schema ${report.schema}, and '${kind}' in schema ${REPORT_SCHEMA} is expected. Run the workflow again.`,
    );
  }
  return report;
}

/** What the GitHub CLI needs of the job's environment. */
function github(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ['GH_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GH_HOST', 'GH_REPO'];
  return { ...Object.fromEntries(names.map((name) => [name, env[name]])), GH_PROMPT_DISABLED: '1' };
}

/** Lets git push with the token without writing it anywhere, and without showing it to other programs by an argument. */
function authorized({ GITHUB_SERVER_URL: server }: NodeJS.ProcessEnv, token: string | undefined): NodeJS.ProcessEnv {
  if (token === undefined || !server) return {};
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
  };
}

function runUrl({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: NodeJS.ProcessEnv): string {
  return GITHUB_RUN_ID ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : '';
}

function days(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It is no whole number of days.');
  return value;
}
