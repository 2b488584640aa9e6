import { ExpectedError } from '../../expected-error';
import { fold } from '../../markdown';
import { UpgradeBlocked } from '../blocked';
import type { UpgradeKind } from '../kinds';
import { blockedReport, type UpgradeReport } from '../report';
import type { ProposalBranch } from './branch';
import type { Issue, Site } from './site';

/** What is proposed, and where. */
export interface Proposal {
  readonly report: UpgradeReport;
  /** File with what was changed; absent where nothing was. */
  readonly patch?: string;
  /** Branch that the pull request aims at. */
  readonly base: string;
  readonly branch: string;
  /** Days after which a change that needs nobody merges; absent where nothing merges by itself. */
  readonly mergeAfterDays?: number;
  /** Whether there is a token that may push and propose. */
  readonly credentials: boolean;
  /** How credentials are given, for the issue that asks for them. */
  readonly credentialsHint: string;
  /** Address of the run, for whoever wants to see more. */
  readonly runUrl: string;
  readonly now: Date;
}

/** Branch of the pull request of a kind. */
export function branchOf(kind: UpgradeKind): string {
  return `udp-service/upgrade-${kind}`;
}

/** By this line an issue is found again. */
const marker = (subject: string): string => `<!-- udp-service:upgrade:${subject} -->`;

/**
 * Shows the outcome of an upgrade: one pull request a kind, replaced and never doubled, or one issue that says why there
 * is none.
 *
 * @returns what was done, for the log
 */
export async function propose(proposal: Proposal, site: Site, branch: ProposalBranch): Promise<string> {
  const { report, credentials } = proposal;
  const { kind, state } = report;
  if (state === 'blocked' || state === 'failed') return openIssue(site, kind, report, proposal);
  const isCurrent = state === 'current';
  if (credentials) {
    const done = await (isCurrent ? dropPull(proposal, site) : updatePull(proposal, site, branch)).catch(refused);
    await closeIssue(site, kind, isCurrent ? 'Everything is up to date.' : 'The upgrade goes on.');
    await closeIssue(site, 'credentials', 'There is a token now.');
    return done;
  }
  await closeIssue(site, kind, isCurrent ? 'Everything is up to date.' : 'The upgrade goes on.');
  return isCurrent ? 'Everything is up to date.' : askForCredentials(site, proposal);

  /** A token that may not do it is told like anything else that blocks, and fails the job. */
  async function refused(error: unknown): Promise<never> {
    if (!(error instanceof ExpectedError)) throw error;
    const reason = 'the pull request cannot be pushed or proposed';
    await openIssue(site, kind, blockedReport(reason, `${error.message}\n${proposal.credentialsHint}`), proposal);
    throw error;
  }
}

/** What Renovate or a person has begun on a branch, with what another job has made of it. */
export interface Completion {
  readonly report: UpgradeReport;
  /** File with what was changed; absent where nothing was. */
  readonly patch?: string;
  readonly branch: string;
  /** Whether there is a token that may push and comment. */
  readonly credentials: boolean;
  readonly credentialsHint: string;
}

/**
 * Adds to a pull request that somebody else has opened what follows from the new version.
 *
 * @returns what was done, for the log
 * @throws UpgradeBlocked where it cannot be added
 */
export async function complete(
  { report, patch, branch: name, credentials, credentialsHint }: Completion,
  site: Site,
  branch: ProposalBranch,
): Promise<string> {
  if (report.state === 'current') return 'The branch is complete.';
  if (!credentials) throw new UpgradeBlocked('there is no token to commit to the branch with', credentialsHint);
  const pull = await site.pullOf(name);
  if (pull === undefined) return `${name} has no open pull request.`;
  await site.commentOnPull(pull, report.body);
  if (report.state !== 'upgraded') throw new UpgradeBlocked(report.title.replace(/^upgrade blocked: /, ''));
  if (patch === undefined) throw new Error('the report has no patch beside it');
  await branch.commit(patch, report.title);
  await branch.push(true);
  return `Completed #${pull.number}: ${report.title}`;
}

/** Takes back a proposal that nobody needs any more. */
async function dropPull({ branch }: Proposal, site: Site): Promise<string> {
  const pull = await site.pullOf(branch);
  if (pull === undefined) return 'Everything is up to date.';
  await site.closePull(pull, 'Everything is up to date without it.');
  return `Closed #${pull.number}: everything is up to date without it.`;
}

async function updatePull(
  { report, patch, base, branch: name, mergeAfterDays, now }: Proposal,
  site: Site,
  branch: ProposalBranch,
): Promise<string> {
  const pull = await site.pullOf(name);
  if (patch === undefined) throw new Error(`the report of ${report.kind} has no patch beside it`);
  const exists = await branch.fetch();
  const strangers = exists ? await branch.strangers() : [];
  if (strangers.length > 0) {
    const text = `There is a newer state of this upgrade, but ${strangers.join(', ')} committed to this branch, and nothing of theirs is overwritten. Merge it, or close it: the next run opens another one.`;
    if (pull !== undefined) await site.commentOnPull(pull, text);
    return `Left ${name} alone: ${strangers.join(', ')} committed to it.`;
  }
  await branch.commit(patch, report.title);
  const same = exists && (await branch.holdsSame());
  if (!same) await branch.push(exists);
  const content = { title: report.title, body: report.body, draft: report.incomplete };
  if (pull === undefined) {
    await site.createPull({ ...content, branch: name, base });
    return `Opened a pull request: ${report.title}`;
  }
  await site.editPull(pull, content);
  if (!same) return `Updated #${pull.number}: ${report.title}`;
  const isDue = mergeAfterDays !== undefined && (await branch.ageInDays(now)) >= mergeAfterDays;
  if (!isDue || !report.mergesByItself || !(await site.checksPass(pull))) return `#${pull.number} is as it was.`;
  await site.mergePull(pull);
  return `Merged #${pull.number}: it needs nobody, and its checks are green.`;
}

async function askForCredentials(site: Site, { report, credentialsHint, runUrl }: Proposal): Promise<string> {
  const title = 'Upgrades need a token to be proposed';
  const body = [
    'An upgrade is ready, and there is no token with which the workflow could open a pull request: the token of a job starts no workflow and may not change workflows.',
    '',
    credentialsHint,
    '',
    `Until then: \`npx projen upgrade\` on a workstation does the same. ${runUrl}`,
    ...fold(report.title.replace(/[<>&]/g, ''), [report.body]),
  ].join('\n');
  const issue = await find(site, 'credentials');
  await show(site, issue, title, body, 'credentials');
  return `${title}: see the issue.`;
}

async function openIssue(
  site: Site,
  kind: string,
  { title, body }: Pick<UpgradeReport, 'title' | 'body'>,
  { runUrl }: Proposal,
): Promise<string> {
  await show(site, await find(site, kind), title, `${body}\n${runUrl}`, kind);
  return title;
}

async function closeIssue(site: Site, subject: string, comment: string): Promise<void> {
  const issue = await find(site, subject);
  if (issue !== undefined) await site.closeIssue(issue, comment);
}

async function find(site: Site, subject: string): Promise<Issue | undefined> {
  return (await site.openIssues()).find(({ body }) => body.includes(marker(subject)));
}

async function show(site: Site, issue: Issue | undefined, title: string, text: string, subject: string): Promise<void> {
  const body = `${text}\n\n${marker(subject)}\n`;
  if (issue === undefined) await site.createIssue(title, body);
  else await site.editIssue(issue, title, body);
}
