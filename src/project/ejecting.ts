import { Project } from 'projen';

/**
 * What needs projen, this package or `.projenrc.ts`, and is left out where the repository is ejected: steps and jobs of
 * workflows, tasks. Documents and messages say what is left by their wording.
 */
export function unlessEjected<T>(scope: Parameters<typeof Project.of>[0], ...items: readonly T[]): T[] {
  return Project.of(scope).ejected ? [] : [...items];
}
