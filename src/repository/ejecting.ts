import type { IConstruct } from 'constructs';
import { Project } from 'projen';

/**
 * What needs projen, this package or `.projenrc.ts`, and is left out where the repository is ejected: steps and jobs of
 * workflows, tasks, paragraphs. A call of a task (`npx projen build`) may stay: it becomes a script of package.json.
 */
export function unlessEjected<T>(scope: IConstruct, ...items: readonly T[]): T[] {
  return Project.of(scope).ejected ? [] : [...items];
}
