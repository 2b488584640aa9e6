import { parse } from 'yaml';
import type { UdpServiceProjectOptions } from '../../src';

/** What is read of a workflow file here. */
interface WorkflowFile {
  readonly name?: string;
  readonly jobs: Readonly<Record<string, { readonly name?: string; readonly steps?: readonly Partial<Step>[] }>>;
}

interface Step {
  readonly id: string;
  readonly name: string;
}

/** Jobs of every workflow by their id, as `docs/workflows.md` lists them. */
export type WorkflowIds = Map<string, Jobs>;

type Jobs = Map<string, { readonly name: string; readonly steps: Step[] }>;

/** What differs from repository to repository stands in ids as its kind: `deploy-<stage>`, `log_in_<registry>`. */
const KINDS: readonly (readonly [pattern: RegExp, general: string])[] = [
  [/^(log_in|credentials)_(?!<|hint$).+$/, '$1_<registry>'],
];

/** The workflow files among the files of a repository. */
export function workflowsOf(files: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(files).filter((path) => /^\.github\/workflows\/.*\.ya?ml$/.test(path));
}

/** Names of the stages that options make. */
export function stagesOf({ stages }: UdpServiceProjectOptions): string[] {
  return stages?.map(({ name }) => name) ?? ['dev'];
}

/** Adds the ids of the workflows of a repository to those of others. */
export function addIds(ids: WorkflowIds, files: Readonly<Record<string, unknown>>, stages: readonly string[]): void {
  for (const path of workflowsOf(files)) addWorkflow(ids, String(files[path]), stages);
}

function addWorkflow(ids: WorkflowIds, content: string, stages: readonly string[]): void {
  const { name = '', jobs } = parse(content) as WorkflowFile;
  const known: Jobs = ids.get(name) ?? new Map();
  ids.set(name, known);
  const stageOf = (id: string) => [...stages].sort((a, b) => b.length - a.length).find((one) => id.endsWith(`-${one}`));
  const general = (id: string) => {
    const stage = stageOf(id);
    const plain = stage === undefined ? id : `${id.slice(0, -stage.length)}<stage>`;
    return KINDS.reduce((text, [pattern, to]) => text.replace(pattern, to), plain);
  };
  /** Without the name of the stage of a job; a stage may be called like any word of another job, `a` for example. */
  const spoken = (text: string, job: string) => {
    const stage = stageOf(job);
    return (stage === undefined ? text : text.replace(new RegExp(`(?<![\\w-])${stage}(?![\\w-])`, 'g'), '`<stage>`'))
      .replace(/(from|to) \S+\.\S+$/, '$1 a registry')
      .replace(' (skipped)', '');
  };
  for (const [id, job] of Object.entries(jobs)) {
    const entry = known.get(general(id)) ?? { name: spoken(job.name ?? id, id), steps: [] };
    known.set(general(id), entry);
    let place = 0;
    for (const step of job.steps ?? []) {
      const key = general(step.id ?? '');
      const found = entry.steps.findIndex((one) => one.id === key);
      if (found < 0) entry.steps.splice(place, 0, { id: key, name: spoken(step.name ?? '', id) });
      place = (found < 0 ? place : found) + 1;
    }
  }
}

/** The ids as tables of Markdown. */
export function idTables(ids: WorkflowIds): string {
  const workflows = [...ids].sort(([a], [b]) => a.localeCompare(b));
  return workflows
    .map(([workflow, jobs]) => {
      const rows = [...jobs].flatMap(([job, { name, steps }]) => [
        `| \`${job}\` | | ${name} |`,
        ...steps.map((step) => `| | \`${step.id}\` | ${step.name} |`),
      ]);
      return [`### ${workflow}`, '', '| job | step | |', '|---|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}

const BEGIN = '<!-- ids: written by `npx projen docs` -->';
const END = '<!-- end of ids -->';

/** A document with its tables of ids replaced. */
export function withIds(document: string, ids: WorkflowIds): string {
  const [before, rest] = document.split(BEGIN);
  const [, after] = rest.split(END);
  return `${before}${BEGIN}\n\n${idTables(ids)}\n\n${END}${after}`;
}
