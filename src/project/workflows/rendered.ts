import type { github } from 'projen';
import { amendText } from '../projen-internals';

/** Gives a workflow no permission of its own, so that each job names what it needs, and amends its text. */
export function amendWorkflow(workflow: github.GithubWorkflow, amend: (text: string) => string): void {
  if (!workflow.file) return;
  // the YAML writer drops empty objects, and without this line jobs would start from the repository's default token
  amendText(workflow.file, (text) => amend(text.replace(/^jobs:$/m, 'permissions: {}\njobs:')));
}
