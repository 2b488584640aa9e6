import { hasTool } from './tools';
import { actionlint, githubValidator, shellcheck } from './workflow-linters';
import { parseWorkflow } from './workflow-model';
import { type RuleInput, WORKFLOW_RULES } from './workflow-rules';

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
  const found: Finding[] = [];
  const add = (rule: string, complaints: Iterable<{ where: string; message: string }>) => {
    for (const complaint of complaints) {
      found.push({ rule, path, ...complaint });
    }
  };
  add('github', await githubValidator(path, content));
  add('actionlint', await actionlint(path, content));
  const workflow = parseWorkflow(content);
  if (hasTool('shellcheck')) {
    add('shellcheck', await shellcheck(workflow));
  }
  for (const [id, rule] of Object.entries(WORKFLOW_RULES)) {
    add(id, rule({ content, workflow, ...options }));
  }
  return found;
}
