import { expressionsOf, type Reference, referencesIn, type Step, type Workflow } from '../workflow-model';

/** What a rule looks at. */
export interface RuleInput {
  readonly content: string;
  readonly workflow: Workflow;
  /** Files of the repository; rules about files say nothing without them. */
  readonly files?: readonly string[];
  /** Names of the repository's projen tasks; without them task names are not checked. */
  readonly tasks?: readonly string[];
  /** Releases that may be used by tag, because GitHub guarantees that the tag cannot move: `owner/repo@v1.2.3`. */
  readonly immutableReleases?: readonly string[];
}

/** A place in the workflow and what is wrong with it. */
export interface Complaint {
  readonly where: string;
  readonly message: string;
}

export type Rule = (input: RuleInput) => Iterable<Complaint>;
export type Rules = Readonly<Record<string, Rule>>;

/** Every step with its place. */
export function* steps(workflow: Workflow): Iterable<{ step: Step; where: string; job: string }> {
  for (const [job, { steps: list = [] }] of Object.entries(workflow.jobs)) {
    for (const [index, step] of list.entries()) {
      yield { step, job, where: stepPlace(job, step, index) };
    }
  }
}

export function stepPlace(job: string, step: Step, index: number): string {
  return `jobs.${job}.steps.${step.id ?? step.name ?? index}`;
}

/** Every reference of every expression of a value. */
export function references(value: unknown): readonly Reference[] {
  return expressionsOf(value).flatMap(referencesIn);
}

/** Commands of a script, each on one line: continued lines are joined, comments left out. */
export function commandLines(script = ''): readonly string[] {
  return script
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
