import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ghCommand, ghEnvironment } from '../clients/github/cli';
import { SCANNED } from '../credentials/redact';
import { isUpgradeBlocked } from '../lifecycle/upgrade/blocked';
import { UPGRADE_KINDS, type UpgradeKind } from '../lifecycle/upgrade/kinds';
import { programsIn } from '../lifecycle/upgrade/program';
import { assess } from '../lifecycle/upgrade/propose/assess';
import { ProposalBranch } from '../lifecycle/upgrade/propose/branch';
import { gitOf } from '../lifecycle/upgrade/propose/git';
import { Host } from '../lifecycle/upgrade/propose/host';
import { branchOf, complete, propose } from '../lifecycle/upgrade/propose/propose';
import { type Left, ReportError, readReport } from '../lifecycle/upgrade/propose/read-report';
import { REQUIRED_CHECKS } from '../lifecycle/upgrade/propose/required-checks';
import { type RunGitHubCli, Site } from '../lifecycle/upgrade/propose/site';
import { blockedReport, REPORT_SCHEMA } from '../lifecycle/upgrade/report';
import { packageManagerFor, worded } from '../package-managers';
import { ACTIONS, ACTIONS_ON_SERVER, referenceTo } from '../project/workflows/actions';
import { UserError } from '../util/user-error';
import { ExitCode } from './exit';
import { tellFailure, tellingOf } from './failure';
import { ISSUES } from './issues';

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
    .addHelpText(
      'after',
      '\nExit codes: 0 proposed, or an issue says what blocks the upgrade; 1 what the other job left is not taken, or cannot be added; 2 cannot begin.',
    )
    .action(async (folder: string, options: ProposeOptions) => {
      try {
        process.stdout.write(`${await run(resolve(folder), options, process.cwd(), process.env)}\n`);
      } catch (error) {
        if (!isUpgradeBlocked(error)) throw error;
        process.stderr.write(
          tellFailure(error, { ...tellingOf(process.argv, process.env), redaction: SCANNED, reportTo: ISSUES }),
        );
        process.exitCode = ExitCode.FINDING;
      }
    });
}

async function run(
  folder: string,
  options: ProposeOptions,
  directory: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { kind, base, credentials: credentialsHint, mergeAfterDays, onto, head } = options;
  refuseBranch('--base', base);
  const token = env[TOKEN] || undefined;
  const programs = programsIn(directory, new AbortController().signal);
  const cli =
    (extra: NodeJS.ProcessEnv): RunGitHubCli =>
    (args) =>
      programs(ghCommand(...args), {
        purpose: `gh ${args.slice(0, 2).join(' ')}`,
        remedy: 'See what the token may do',
        env: { ...ghEnvironment(env), ...extra },
      });
  const proposer = token === undefined ? undefined : cli({ GH_TOKEN: token, GH_ENTERPRISE_TOKEN: token });
  const site = new Site(cli({}), proposer);
  const host = new Host(cli({}), proposer);
  const git = gitOf(programs, authorized(env, token));
  const trusted = (await git(['rev-parse', '--verify', 'HEAD'])).trim();
  const madeOn = onto === undefined ? trusted : headOf(onto, head, base);
  const branch = new ProposalBranch(onto ?? branchOf(kind), madeOn, git);
  // the commit has to be there before a patch can be applied to it
  if (onto !== undefined) await branch.fetch();
  const { report, patch } = left(folder, kind, runUrl(env));
  const isTold = report.state === 'upgraded' && patch !== undefined;
  const measure = { kind, directory, trusted, madeOn, base, actions: installedActions() };
  const assessment = isTold ? await assess(gitOf(programs), host, patch, measure) : undefined;
  const credentials = token !== undefined;
  const shared = { report, assessment, base, branch: onto ?? branchOf(kind), credentials, credentialsHint };
  const said = (text: string) => worded(text, packageManagerFor(directory));
  if (onto !== undefined) return said(await complete({ ...shared, head: madeOn }, site, branch));
  const requiredChecks = Object.values(REQUIRED_CHECKS).filter(({ workflow }) => existsSync(join(directory, workflow)));
  const proposal = {
    ...shared,
    mergeAfterDays,
    requiredChecks: requiredChecks.map(({ check }) => check),
    runUrl: runUrl(env),
    now: new Date(),
  };
  return said(await propose(proposal, site, host, branch));
}

/** What the other job left; what is no report is told like an upgrade that failed. */
function left(folder: string, kind: UpgradeKind, url: string): Left {
  try {
    return readReport(folder, kind, url);
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    const words = blockedReport(`the report of the job that upgrades '${kind}' is none`, `${error.reason}\n${url}`);
    return {
      report: { schema: REPORT_SCHEMA, kind, state: 'failed', incomplete: false, mergesByItself: false, ...words },
    };
  }
}

/** The actions that this version of the template writes into workflows, with their releases. */
function installedActions(): Map<string, string | undefined> {
  const pinned = [...Object.values(ACTIONS), ...Object.values(ACTIONS_ON_SERVER)];
  return new Map(pinned.map((one) => referenceTo(one)).map(({ uses, version }) => [uses, version]));
}

function headOf(onto: string, head: string | undefined, base: string): string {
  refuseBranch('--onto', onto);
  if (onto === base)
    throw new UserError({
      subject: '--onto',
      value: onto,
      cause: 'is the branch that is deployed',
      remedy: 'Name that of the pull request',
    });
  if (head === undefined)
    throw new UserError({
      subject: '--onto',
      value: onto,
      cause: 'says nothing of the commit',
      remedy: 'Give --head, too',
    });
  if (!/^[0-9a-f]{40,64}$/.test(head))
    throw new UserError({
      subject: '--head',
      value: head,
      cause: 'is no commit',
      remedy: 'Give it whole, in hexadecimal digits',
    });
  return head;
}

/** A branch is a name and no option or path to git. */
function refuseBranch(option: string, name: string): void {
  const isName = /^[\w][\w./+@#=-]*$/.test(name) && !/\.\.|\/\/|@\{|\.lock(\/|$)|[./]$|\/\./.test(name);
  if (!isName)
    throw new UserError({
      subject: option,
      value: name,
      cause: 'is no name of a branch that is taken here',
      remedy: 'Rename it',
    });
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
