import { fold } from '../../../util/markdown';
import { UserError } from '../../../util/user-error';
import { upgradeBlocked } from '../blocked';
import type { UpgradeKind } from '../kinds';
import { blockedReport, type UpgradeReport } from '../report';
import type { Assessment } from './assess';
import type { ProposalBranch } from './branch';
import type { Host } from './host';
import type { Issue, Pull, Site } from './site';
import { safeBody, safeTitle } from './text';
import { noticed, pullBody, recordedHead, refusedWords, reportWords, titleFor, type Words } from './words';

/** What is proposed, and where. */
export interface Proposal {
  /** What another job says; text that nobody has to believe. */
  readonly report: UpgradeReport;
  /** What was found in its patch; absent where there is none. */
  readonly assessment?: Assessment;
  /** Branch that the pull request aims at. */
  readonly base: string;
  readonly branch: string;
  /** Days after which a change that needs nobody merges; absent where nothing merges by itself. */
  readonly mergeAfterDays?: number;
  /** Checks that have to have run on what merges by itself. */
  readonly requiredChecks: readonly string[];
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
 * @throws UserError where the patch is not taken; an issue says so as well
 */
export async function propose(proposal: Proposal, site: Site, host: Host, branch: ProposalBranch): Promise<string> {
  const { report, credentials, assessment } = proposal;
  const { kind, state } = report;
  if (state === 'blocked' || state === 'failed') return openIssue(site, kind, reportWords(report), proposal);
  const isCurrent = state === 'current';
  if (!isCurrent) await refuseHostile(assessment, site, proposal);
  if (credentials) {
    const done = await (isCurrent
      ? dropPull(proposal, site)
      : updatePull(proposal, assessment as Assessment, site, host, branch)
    ).catch(refused);
    await closeIssue(site, kind, isCurrent ? 'Everything is up to date.' : 'The upgrade goes on.');
    await closeIssue(site, 'credentials', 'There is a token now.');
    return done;
  }
  await closeIssue(site, kind, isCurrent ? 'Everything is up to date.' : 'The upgrade goes on.');
  return isCurrent ? 'Everything is up to date.' : askForCredentials(site, proposal);

  /** A token that may not do it is told like anything else that blocks, and fails the job. */
  async function refused(error: unknown): Promise<never> {
    if (!(error instanceof UserError)) throw error;
    const reason = 'the pull request cannot be pushed or proposed';
    const { title, body } = blockedReport(reason, `${error.message}\n${proposal.credentialsHint}`);
    await openIssue(site, kind, { title, body: safeBody(body) }, proposal);
    throw error;
  }
}

/** Tells of a patch that is not taken, and ends with that. */
async function refuseHostile(assessment: Assessment | undefined, site: Site, proposal: Proposal): Promise<void> {
  const { kind } = proposal.report;
  const refusals = assessment?.refusals ?? [
    { path: '', cause: 'the report tells of an upgrade, and there is no patch' },
  ];
  if (refusals.length === 0) return;
  const words = refusedWords(kind, refusals);
  await openIssue(site, kind, words, proposal);
  throw refusal(words);
}

/** What Renovate or a person has begun on a branch, with what another job has made of it. */
export interface Completion {
  readonly report: UpgradeReport;
  /** What was found in its patch; absent where there is none. */
  readonly assessment?: Assessment;
  readonly branch: string;
  /** Commit of that branch that the patch was made on. */
  readonly head: string;
  /** Branch that the pull request has to aim at. */
  readonly base: string;
  /** Whether there is a token that may push and comment. */
  readonly credentials: boolean;
  readonly credentialsHint: string;
}

/**
 * Adds to a pull request that somebody else has opened what follows from the new version.
 *
 * @returns what was done, for the log
 * @throws UserError where it cannot be added
 */
export async function complete(
  { report, assessment, branch: name, head, base, credentials, credentialsHint }: Completion,
  site: Site,
  branch: ProposalBranch,
): Promise<string> {
  if (report.state === 'current') return 'The branch is complete.';
  if (!credentials) throw upgradeBlocked('there is no token to commit to the branch with', credentialsHint);
  const pull = await site.pullOf(name);
  if (pull === undefined) return `${name} has no open pull request.`;
  if (pull.baseRefName !== undefined && pull.baseRefName !== base) {
    throw upgradeBlocked(`#${pull.number} aims at ${pull.baseRefName}, and this completes what aims at ${base}`);
  }
  if (report.state !== 'upgraded') {
    await site.commentOnPull(pull, safeBody(report.body));
    throw upgradeBlocked(reportWords(report).title.replace(/^upgrade blocked: /, ''));
  }
  const refusals = assessment?.refusals ?? [
    { path: '', cause: 'the report tells of an upgrade, and there is no patch' },
  ];
  if (assessment?.tree === undefined || refusals.length > 0) {
    const words = refusedWords(report.kind, refusals);
    await site.commentOnPull(pull, words.body);
    throw refusal(words);
  }
  if ((await branch.fetch()) !== head) {
    throw upgradeBlocked(`${name} has moved on since ${head.slice(0, 12)}`, 'The run for its new head completes it.');
  }
  const title = titleFor(report, assessment);
  await branch.push(await branch.commit(assessment.tree, title), head);
  await site.commentOnPull(
    pull,
    [noticed(assessment.notices ?? []).join('\n'), ...assessment.unknown, safeBody(report.body)].join('\n\n').trim(),
  );
  return `Completed #${pull.number}: ${title}`;
}

/** Takes back a proposal that nobody needs any more. */
async function dropPull({ branch }: Proposal, site: Site): Promise<string> {
  const pull = await site.pullOf(branch);
  if (pull === undefined) return 'Everything is up to date.';
  await site.closePull(pull, 'Everything is up to date without it.');
  return `Closed #${pull.number}: everything is up to date without it.`;
}

async function updatePull(
  proposal: Proposal,
  assessment: Assessment,
  site: Site,
  host: Host,
  branch: ProposalBranch,
): Promise<string> {
  const { report, base, branch: name, mergeAfterDays } = proposal;
  const pull = await site.pullOf(name);
  const head = await branch.fetch();
  const others = head === undefined ? [] : await foreignAuthors(head, pull, proposal, host, branch);
  if (others.length > 0) {
    const text = `There is a newer state of this upgrade, but ${others.join(', ')} committed to this branch, and nothing of theirs is overwritten. Merge it, or close it and delete the branch: the next run opens another one.`;
    if (pull !== undefined) await site.commentOnPull(pull, safeBody(text));
    return `Left ${name} alone: ${others.join(', ')} committed to it.`;
  }
  const title = titleFor(report, assessment);
  const isSame = head !== undefined && (await branch.holds(head, assessment.changes));
  const judged = isSame ? head : await branch.commit(assessment.tree as string, title);
  if (!isSame) await branch.push(judged, head);
  const content = {
    title,
    body: pullBody(report, assessment, judged, mergeAfterDays !== undefined),
    draft: report.incomplete,
  };
  if (pull === undefined) {
    await site.createPull({ ...content, branch: name, base });
    return `Opened a pull request: ${title}`;
  }
  await site.editPull(pull, content);
  if (!isSame) return `Updated #${pull.number}: ${title}`;
  const obstacle = await whyNotMerged(pull, judged, proposal, assessment, host);
  if (obstacle !== undefined) return `#${pull.number} is as it was${obstacle === '' ? '.' : `: ${obstacle}.`}`;
  await site.mergePull(pull, judged, title);
  return `Merged #${pull.number}: it needs nobody, and its checks are green.`;
}

/**
 * Whose work a branch holds that is not this workflow's: by what commits say of themselves, which may be a lie, and by
 * who pushed, as the host tells. A host that tells no pushes is helped by the head that was written down last.
 */
async function foreignAuthors(
  head: string,
  pull: Pull | undefined,
  { branch: name }: Proposal,
  host: Host,
  branch: ProposalBranch,
): Promise<string[]> {
  const committers = await branch.foreignCommitters(head);
  if (committers.length > 0) return committers;
  const [push, self] = [await host.lastPush(name), await host.proposer()];
  if (push !== undefined && self !== undefined) {
    if (push.by !== self) return [push.by];
    return push.head === head ? [] : ['somebody whom the host does not name yet'];
  }
  return pull === undefined || recordedHead(pull.body ?? '') === head ? [] : ['somebody else'];
}

/** Why a pull request does not merge by itself; empty where nothing should. */
async function whyNotMerged(
  pull: Pull,
  judged: string,
  { report, base, branch, mergeAfterDays, requiredChecks, now }: Proposal,
  { needsPerson }: Assessment,
  host: Host,
): Promise<string | undefined> {
  if (mergeAfterDays === undefined) return '';
  if (needsPerson !== undefined) return `a person merges it (${needsPerson.replace(/\.$/, '')})`;
  // a word of the other job may hold a change back, and never lets one through
  if (!report.mergesByItself || report.incomplete) return 'the job that made it asks for a person';
  if (pull.isDraft) return 'it is a draft';
  if (pull.baseRefName !== base) return `it aims at ${pull.baseRefName ?? 'a branch that the host does not name'}`;
  if (pull.headRefOid !== judged) return 'its head is not the commit that was looked at';
  const push = await host.lastPush(branch);
  if (push === undefined) return 'the host does not say when its branch was pushed, and by whom';
  const self = await host.proposer();
  if (push.by !== self) return `${push.by} pushed its branch`;
  if (push.head !== judged) return 'the last push brought another commit';
  const days = Math.floor((now.getTime() - push.at.getTime()) / 86_400_000);
  if (!(days >= mergeAfterDays)) return `it was pushed ${days} days ago, and ${mergeAfterDays} have to pass`;
  return host.whyNotGreen(judged, requiredChecks);
}

async function askForCredentials(site: Site, { report, credentialsHint, runUrl }: Proposal): Promise<string> {
  const title = 'Upgrades need a token to be proposed';
  const body = [
    'An upgrade is ready, and there is no token with which the workflow could open a pull request: the token of a job starts no workflow and may not change workflows.',
    '',
    credentialsHint,
    '',
    `Until then: \`npx projen upgrade\` on a workstation does the same. ${runUrl}`,
    ...fold(safeTitle(report.title).replace(/[<>&]/g, ''), [safeBody(report.body)]),
  ].join('\n');
  const issue = await find(site, 'credentials');
  await show(site, issue, title, body, 'credentials');
  return `${title}: see the issue.`;
}

async function openIssue(site: Site, kind: string, { title, body }: Words, { runUrl }: Proposal): Promise<string> {
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

/** The words of an issue or a comment as an error of this command. */
function refusal({ title, body }: { readonly title: string; readonly body: string }): UserError {
  return upgradeBlocked(title.replace(/^upgrade blocked: /, ''), undefined, body);
}
