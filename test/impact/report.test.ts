import { judge } from '../../src/impact/acknowledgements';
import type { DeliveryChange } from '../../src/impact/delivery/compare';
import { finding } from '../../src/impact/finding';
import type { Finding } from '../../src/impact/model';
import { renderJson } from '../../src/impact/report/json';
import { COMMENT_MARKER, renderMarkdown, renderMarkdownError } from '../../src/impact/report/markdown';
import { exitCodeOf, type Report, reportOf } from '../../src/impact/report/report';
import { renderText } from '../../src/impact/report/text';
import type { Level } from '../../src/model/levels';

const find = (level: Level, index: number, reason = 'because'): Finding =>
  finding({ rule: 'rule', level, stack: 'prod', logicalId: `R${index}`, reason, remedy: 'do this', detail: index });

function report(findings: readonly Finding[], delivery?: readonly DeliveryChange[]): Report {
  return reportOf(judge(findings, [], '2026-11-23'), delivery, 'main', 'HEAD');
}

const unfolded = (text: string): string[] =>
  text
    .replace(/<details>[\s\S]*?<\/details>/g, '')
    .trimEnd()
    .split('\n');

test('a comment has the verdict first and at most 40 lines unfolded, however much there is', () => {
  const many = [...Array(60).keys()].flatMap((index) => [find('loses', index), find('in-place', index + 100)]);
  const text = renderMarkdown(
    report(many, [{ kind: 'task', path: '.projen/tasks.json', subject: 'deploy', change: 'changed' }]),
  );
  expect(text.split('\n')[0]).toMatch(/^### Impact: loses/);
  expect(unfolded(text).length).toBeLessThanOrEqual(40);
  for (const { fingerprint } of many) expect(text).toContain(fingerprint);
  expect(text).toContain('deploy (.projen/tasks.json)');
  expect(text.trimEnd().endsWith(COMMENT_MARKER)).toBe(true);
});

test('a comment stays below the limit of the platform', () => {
  const huge = [...Array(900).keys()].map((index) => find('in-place', index, 'x'.repeat(200)));
  expect(renderMarkdown(report(huge, [])).length).toBeLessThan(65_536);
});

describe('several stages', () => {
  const names = ['dev', ...[...Array(20).keys()].map((index) => `prod${index}`)];
  const stages = { names, stageOf: (stack: string) => names.find((name) => stack === `echo-${name}-service`) };
  const of = (stage: string, level: Level) => ({ ...find(level, 1, `in ${stage}`), stack: `echo-${stage}-service` });
  const reportOn = (findings: readonly Finding[]) =>
    reportOf(judge(findings, [], '2026-11-23'), [], 'main', 'HEAD', stages);

  test('have a row and a section each, the quiet ones one row', () => {
    const text = renderMarkdown(reportOn([of('dev', 'in-place'), of('prod3', 'loses'), of('prod7', 'broadens')]));
    expect(text).toContain('| `prod3` | loses: an address, data or the identity that clients hold is lost | **1** |');
    expect(text).toContain('| `prod7` | broadens: a permission or a network opening grows |  |');
    expect(text).toContain('| 19 more | see below |  |');
    expect(text.indexOf('#### prod3')).toBeLessThan(text.indexOf('in prod3'));
    expect(text.indexOf('in prod3')).toBeLessThan(text.indexOf('#### prod7'));
  });

  test('stay within 40 lines unfolded', () => {
    const text = renderMarkdown(reportOn(names.map((name) => of(name, 'loses'))));
    expect(unfolded(text).length).toBeLessThanOrEqual(40);
  });

  test('stand in the JSON and in the text, with what belongs to none', () => {
    const report = reportOn([of('prod3', 'loses'), find('broadens', 2)]);
    const { stages: told } = JSON.parse(renderJson(report));
    expect(told.filter(({ level }: { level: Level }) => level !== 'none')).toEqual([
      { name: 'prod3', level: 'loses', open: 1 },
      { name: 'other stacks', level: 'broadens', open: 0 },
    ]);
    expect(renderText(report)).toContain(
      'prod3: loses – an address, data or the identity that clients hold is lost (1 to acknowledge)',
    );
  });
});

test('values of a template become no markup', () => {
  const text = renderMarkdown(report([find('loses', 1, '</details><img src=x> @someone `code` [link](http://x)')]));
  expect(text).not.toMatch(/<img|@someone|[^\\]\[link\]/);
  expect(renderMarkdownError('a ``` b')).not.toContain('a ```');
});

test('the JSON has the level first, then the findings, then the delivery', () => {
  const parsed = JSON.parse(renderJson(report([find('in-place', 1), find('broadens', 2)], [])));
  expect(Object.keys(parsed).slice(0, 3)).toEqual(['level', 'findings', 'delivery']);
  expect(parsed).toMatchObject({ level: 'broadens', schemaVersion: 1, delivery: [], deliveryCompared: true });
  expect(Object.keys(parsed.findings[0]).slice(0, 5)).toEqual(['level', 'fingerprint', 'resource', 'reason', 'remedy']);
});

test.each<[Level, 0 | 1]>([
  ['none', 0],
  ['in-place', 0],
  ['broadens', 0],
  ['replaces', 1],
  ['loses', 1],
])('%s is exit code %i', (level, code) => {
  expect(exitCodeOf(report(level === 'none' ? [] : [find(level, 1)]))).toBe(code);
});

test('only what is harmless and delivered as before merges by itself', () => {
  const change: DeliveryChange = { kind: 'configuration', path: 'cdk.json', change: 'changed' };
  expect(report([find('in-place', 1)], []).mergesByItself).toBe(true);
  expect(report([], []).mergesByItself).toBe(true);
  expect(report([], [change]).mergesByItself).toBe(false);
  expect(report([], undefined).mergesByItself).toBe(false);
  expect(report([find('broadens', 1)], []).mergesByItself).toBe(false);
});

test('the text names every finding with its fingerprint', () => {
  const item = find('loses', 1);
  expect(renderText(report([item], []))).toContain(item.fingerprint);
});
