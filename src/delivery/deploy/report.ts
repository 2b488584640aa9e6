import type { Judgement } from '../../impact/acknowledgements';
import { renderMarkdown } from '../../impact/report/markdown';
import { type Report, reportOf } from '../../impact/report/report';
import { renderText } from '../../impact/report/text';
import { code, fold, plain, table } from '../../util/markdown';
import type { Outcome } from './deploy';

type Deployed = Extract<Outcome, { kind: 'deployed' }>;

/** Outputs by which one stack of a stage refers to another. */
const INTERNAL = /^PublishOutput/;

/** For a job's summary: what is there now. */
export function deployedMarkdown(stage: string, { stacks, images, judgement }: Deployed): string {
  const rows = stacks.flatMap(({ name, outputs }) =>
    outputs
      .filter(({ key }) => !INTERNAL.test(key))
      .map(({ key, value, description = '' }) => [code(name), key, code(value), plain(description)]),
  );
  const changed = stacks.filter((stack) => stack.changed).map(({ name }) => code(name));
  return [
    `### ${plain(stage)}: deployed`,
    '',
    changed.length === 0 ? 'Nothing changed.' : `Changed: ${changed.join(', ')}.`,
    '',
    table(['stack', 'output', 'value', 'meaning'], rows),
    '',
    ...(images.length === 0
      ? []
      : [
          table(
            ['image', 'ID'],
            images.map(({ displayName, id }) => [plain(displayName), id ? code(id) : 'not known']),
          ),
          '',
        ]),
    ...impactFolded(stage, judgement),
  ].join('\n');
}

function impactFolded(stage: string, judgement: Judgement): string[] {
  if (judgement.findings.length === 0) return [];
  const report = impactOf(stage, judgement);
  const text = renderText(report).replaceAll('```', "'''").trimEnd();
  return fold(`Impact: ${report.level} (${judgement.findings.length} findings)`, ['```text', text, '```']);
}

/** For a job's summary: what would have been recreated or lost. */
export function stoppedMarkdown(stage: string, judgement: Judgement, before: readonly string[]): string {
  return [
    `### ${plain(stage)}: stopped before ${before.length === 0 ? 'anything was changed' : 'the rest was changed'}`,
    '',
    ...(before.length === 0 ? [] : [`Changed already: ${before.map(code).join(', ')}.`, '']),
    renderMarkdown(impactOf(stage, judgement)),
  ].join('\n');
}

export function stoppedText(stage: string, judgement: Judgement, before: readonly string[]): string {
  const changed = before.length === 0 ? 'nothing has been changed' : `only ${before.join(', ')} changed`;
  return `${renderText(impactOf(stage, judgement))}${stage}: stopped, because something would be recreated or lost that nobody acknowledged; ${changed}.\n`;
}

function impactOf(stage: string, judgement: Judgement): Report {
  return reportOf(judgement, undefined, `deployed ${stage}`, 'the assembly');
}
