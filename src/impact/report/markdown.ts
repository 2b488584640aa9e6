import { compareLevels } from '../../model/levels';
import { code, fold, plain, table } from '../../util/markdown';
import type { JudgedFinding } from '../acknowledgements';
import { describeDelivery, isOpen, type Report, type StageImpact, VERDICTS } from './report';

/** By this line a workflow finds its own comment again. */
export const COMMENT_MARKER = '<!-- udp-service:impact -->';

/** Findings told in full before the fold; the reader sees the worst without a click. */
const TOLD = 8;
/** Stages that have a row each. */
const ROWS = 8;
/** A comment holds 65,536 characters. */
const FOLDED_LIMIT = 50_000;

/** The report as a comment on a pull request: the verdict, what to do, the rest folded; at most 40 lines unfolded. */
export function renderMarkdown(report: Report): string {
  const { level, judgement, delivery, base, head } = report;
  const [open, others] = split(judgement.findings);
  const told = open.slice(0, TOLD);
  const folded = [...open.slice(TOLD), ...others];
  const lines = [
    `### Impact: ${level} – ${VERDICTS[level]}`,
    '',
    ...stagesOf(report),
    summaryOf(report, open.length),
    ...tellByStage(told, report),
    ...(delivery !== undefined && delivery.length > 0
      ? [
          '',
          `**Delivery changes** (${delivery.length}): how this service is built and deployed changes, so this never merges by itself.`,
        ]
      : []),
    ...notesOf(report),
  ];
  const details = [
    ...foldLimited(
      `All other findings (${folded.length})`,
      folded.flatMap((finding) => [...tell(finding), ...filesOf(finding)]),
    ),
    ...foldLimited(
      `Delivery (${delivery?.length ?? 0})`,
      (delivery ?? []).map((item) => `- ${code(describeDelivery(item))}`),
    ),
  ];
  return `${[...lines, ...details, '', `<sub>${code(base)} → ${code(head)}</sub>`, COMMENT_MARKER].join('\n')}\n`;
}

export function renderMarkdownError(message: string): string {
  return `${['### Impact: could not be compared', '', 'What this change does to what runs is not known; do not take it for harmless.', '', '```', message.replaceAll('```', "'''").slice(0, FOLDED_LIMIT), '```', COMMENT_MARKER].join('\n')}\n`;
}

function split(findings: readonly JudgedFinding[]): [JudgedFinding[], JudgedFinding[]] {
  const sorted = [...findings].sort((a, b) => compareLevels(b.level, a.level));
  const shown = sorted.filter((finding) => isOpen(finding) || finding.level === 'broadens');
  return [shown, sorted.filter((finding) => !shown.includes(finding))];
}

/** A row a stage; where there are many, those in which nothing is to be read are one row. */
function stagesOf({ stages }: Report): string[] {
  if (stages.length < 2) return [];
  const quiet = stages.length > ROWS ? stages.filter(({ level }) => level === 'none' || level === 'in-place') : [];
  const shown = stages.filter((stage) => !quiet.includes(stage)).slice(0, ROWS);
  const rest = stages.length - shown.length;
  const row = ({ name, level, open }: StageImpact) => [
    code(name),
    `${level}: ${VERDICTS[level]}`,
    open > 0 ? `**${open}**` : '',
  ];
  const more = rest > 0 ? [[`${rest} more`, 'see below', '']] : [];
  return [table(['stage', 'impact', 'to acknowledge'], [...shown.map(row), ...more]), ''];
}

/** The findings, under the name of their stage where there are several. */
function tellByStage(told: readonly JudgedFinding[], { stages }: Report): string[] {
  if (stages.length < 2) return told.flatMap((finding) => ['', ...tell(finding)]);
  return stages.flatMap(({ name, findings }) => {
    const own = told.filter((finding) => findings.includes(finding));
    return own.length === 0 ? [] : [`#### ${plain(name)}`, ...own.flatMap(tell)];
  });
}

function summaryOf({ judgement, mergesByItself, delivery, level }: Report, shown: number): string {
  const open = judgement.findings.filter(isOpen).length;
  if (open > 0) {
    return `**${open} ${open === 1 ? 'finding needs' : 'findings need'} another solution, or an acknowledgement** in \`.udp-service/acknowledgements.json\` with fingerprint, reason and expiry.`;
  }
  if (judgement.findings.some(({ acknowledged }) => acknowledged !== undefined))
    return 'Every finding that recreates or loses something is acknowledged.';
  if (level === 'broadens') return `${shown} ${shown === 1 ? 'opening' : 'openings'} to be read by a second person.`;
  if (mergesByItself) return 'Nothing here needs a person.';
  return delivery === undefined
    ? 'How the service is delivered was not compared: a side is no checkout.'
    : 'What runs needs nobody; see how it is delivered.';
}

function tell(finding: JudgedFinding): string[] {
  const { acknowledged, level, resource, reason, remedy, fingerprint } = finding;
  const state =
    acknowledged === undefined ? '' : ` (acknowledged until ${acknowledged.expires}: ${plain(acknowledged.reason)})`;
  const advice = level === 'in-place' ? '' : ` ${plain(remedy)}`;
  return [`- **${level}** ${code(resource)} \`${fingerprint}\`${state}<br>${plain(reason)}${advice}`];
}

function filesOf({ files }: JudgedFinding): string[] {
  return (files ?? []).map((file) => `  - ${code(file)}`);
}

function notesOf({ judgement }: Report): string[] {
  const { expired, unmatched } = judgement;
  return [
    ...(expired.length === 0
      ? []
      : [
          '',
          `Expired acknowledgements: ${expired.map(({ fingerprint, expires }) => `\`${fingerprint}\` (${expires})`).join(', ')}.`,
        ]),
    ...(unmatched.length === 0
      ? []
      : [
          '',
          `Acknowledgements that name nothing found, to be removed: ${unmatched.map(({ fingerprint }) => `\`${fingerprint}\``).join(', ')}.`,
        ]),
  ];
}

/** As much of it as a comment holds; nothing where there is nothing. */
function foldLimited(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const kept: string[] = [];
  let size = 0;
  for (const line of lines) {
    size += line.length + 1;
    if (size > FOLDED_LIMIT / 2) {
      kept.push(`- … and ${lines.length - kept.length} more lines: see \`udp-service impact --format json\``);
      break;
    }
    kept.push(line);
  }
  return fold(title, kept);
}
