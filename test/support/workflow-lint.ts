import { hasTool } from './tools';
import { actionlint, githubValidator, shellcheck } from './workflow-linters';
import { parseWorkflow } from './workflow-model';
import { type Complaint, type RuleInput, WORKFLOW_RULES } from './workflow-rules';

/** One thing that is wrong with a workflow. */
export interface Finding {
  /** `github`, `actionlint`, `shellcheck` or the ID of one of our own rules. */
  readonly rule: string;
  readonly path: string;
  /** Job and step, or line. */
  readonly where: string;
  readonly message: string;
}

/** What the repository around the workflow has; see the rules that need it. */
export type LintOptions = Pick<RuleInput, 'files' | 'tasks' | 'immutableReleases'>;

/**
 * Every check of a workflow file: GitHub's own validator, actionlint, shellcheck on each script (where it is
 * installed; tests name it as a tool that they need) and our own rules.
 */
export async function lintWorkflow(path: string, content: string, options: LintOptions = {}): Promise<Finding[]> {
  const workflow = parseWorkflow(content);
  const ours = Object.entries(WORKFLOW_RULES).flatMap(([id, rule]) =>
    findingsOf(id, path, rule({ content, workflow, ...options })),
  );
  return [...(await judgedByOthers(path, content)), ...ours];
}

/** The linters of others look at the text alone, and many option sets make the same one. */
const judged = new Map<string, Promise<readonly Finding[]>>();

function judgedByOthers(path: string, content: string): Promise<readonly Finding[]> {
  const key = `${path}\n${content}`;
  const known = judged.get(key) ?? judge(path, content);
  judged.set(key, known);
  return known;
}

async function judge(path: string, content: string): Promise<readonly Finding[]> {
  return [
    ...findingsOf('github', path, await githubValidator(path, content)),
    ...findingsOf('actionlint', path, await actionlint(path, content)),
    ...(hasTool('shellcheck') ? findingsOf('shellcheck', path, await shellcheck(parseWorkflow(content))) : []),
  ];
}

function findingsOf(rule: string, path: string, complaints: Iterable<Complaint>): Finding[] {
  return [...complaints].map((complaint) => ({ rule, path, ...complaint }));
}
