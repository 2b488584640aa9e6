import { pitfalls } from '../../src/pitfalls';
import { numberOf } from '../../src/pitfalls/catalogue';
import { type Coverage, type Pitfall, THEMES } from '../../src/pitfalls/pitfall';
import { cell } from '../../src/util/markdown';
import { renderDocument } from './render';

/** What a measurement over the corpus of templates found. */
export interface Measurement {
  /** Number of templates with faults. */
  readonly templates: number;
  /** Templates without faults, and what `check` finds in them all the same. */
  readonly good: { readonly templates: number; readonly findings: number };
  readonly versions: Readonly<Record<string, string>>;
  /** By pitfall: the templates that show it, by who finds it. */
  readonly pitfalls: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Columns of the comparison. */
const TOOLS = ['check', 'cfn-lint', 'cdk-nag', 'cdk'];

const KINDS: Readonly<Record<Coverage['kind'], string>> = {
  impossible: 'impossible',
  option: 'options',
  template: 'templates',
  runbook: 'runbook',
};

/** The text of docs/pitfalls.md. */
export function pitfallDocumentation(measurement: Measurement): string {
  return renderDocument('pitfalls', {
    count: pitfalls.length,
    all: pitfalls.map(({ id, title, coverage }) => ({
      id,
      anchor: id.toLowerCase(),
      title: cell(title),
      kinds: [...new Set(coverage.map(({ kind }) => KINDS[kind]))].join(', '),
    })),
    themes: THEMES.map((theme) => ({
      title: theme,
      pitfalls: pitfalls.filter((pitfall) => pitfall.theme === theme).map(detail),
    })),
    ...comparison(measurement),
  });
}

function detail({ coverage, references, ...pitfall }: Pitfall): object {
  return {
    ...pitfall,
    coverage: coverage.map(means),
    sources: references.map((reference) => `<${reference}>`).join(', '),
  };
}

function means(coverage: Coverage): object {
  return {
    kind: KINDS[coverage.kind],
    why: 'why' in coverage ? coverage.why : false,
    finds: 'finds' in coverage ? coverage.finds : false,
    steps: coverage.kind === 'runbook' ? coverage.steps.map((step, index) => ({ number: index + 1, step })) : [],
  };
}

function comparison({ good, pitfalls: measured, templates, versions }: Measurement): object {
  const ids = Object.keys(measured).sort(
    (left, right) => numberOf(left as Pitfall['id']) - numberOf(right as Pitfall['id']),
  );
  const count = (id: string, tool: string): number => measured[id]?.[tool] ?? 0;
  const columns = (of: (tool: string) => number) => TOOLS.map((tool) => String(of(tool))).join(' | ');
  return {
    templates,
    goodTemplates: good.templates,
    falseFindings: good.findings,
    cfnLint: versions['cfn-lint'],
    cdkNag: versions['cdk-nag'],
    cdkLibrary: versions['aws-cdk-lib'],
    measured: ids.map((id) => ({ id, stated: count(id, 'stated'), counts: columns((tool) => count(id, tool)) })),
    measuredPitfalls: ids.length,
    found: columns((tool) => ids.filter((id) => count(id, tool) > 0).length),
  };
}
