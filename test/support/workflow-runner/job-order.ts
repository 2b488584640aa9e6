import { type Job, needsOf } from '../workflow-model';
import type { ContextData } from './expressions';

type Jobs = Readonly<Record<string, Job>>;

/** Job IDs so that each comes after those that it needs. */
export function inOrder(jobs: Jobs): readonly string[] {
  const order: string[] = [];
  const visit = (id: string, from: readonly string[]) => {
    if (from.includes(id)) {
      throw new Error(`The jobs ${[...from, id].join(' -> ')} need each other`);
    }
    if (!jobs[id]) {
      throw new Error(`The job ${from.at(-1)} needs ${id}, which does not exist`);
    }
    if (!order.includes(id)) {
      for (const needed of needsOf(jobs[id])) visit(needed, [...from, id]);
      order.push(id);
    }
  };
  for (const id of Object.keys(jobs)) visit(id, []);
  return order;
}

/** Every job that a job waits for, however far away. */
export function ancestorsOf(jobs: Jobs, id: string): ReadonlySet<string> {
  return new Set(needsOf(jobs[id]).flatMap((needed) => [needed, ...ancestorsOf(jobs, needed)]));
}

/** The combinations of a matrix; one empty combination without. */
export function matrixOf(job: Job, resolve: (value: unknown) => unknown): readonly ContextData[] {
  if (job.strategy?.matrix === undefined) {
    return [{}];
  }
  const { include = [], exclude = [], ...axes } = resolve(job.strategy.matrix) as Record<string, ContextData[]>;
  const entries = Object.entries(axes) as [string, unknown[]][];
  let combinations: ContextData[] = entries.length > 0 ? [{}] : [];
  for (const [name, values] of entries) {
    combinations = combinations.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value })));
  }
  const matches = (combination: ContextData, part: ContextData) =>
    Object.entries(part).every(([key, value]) => combination[key] === value);
  combinations = combinations.filter((combination) => !exclude.some((part) => matches(combination, part)));
  for (const extra of include) {
    const shared = Object.fromEntries(Object.entries(extra).filter(([key]) => key in axes));
    const extended = combinations.filter(
      (combination) => Object.keys(shared).length > 0 && matches(combination, shared),
    );
    if (extended.length > 0) {
      combinations = combinations.map((combination) =>
        extended.includes(combination) ? { ...combination, ...extra } : combination,
      );
    } else {
      combinations.push(extra);
    }
  }
  return combinations;
}
