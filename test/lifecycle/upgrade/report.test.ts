import { fileProblems } from '../../../src/files/problem';
import { blockedBy } from '../../../src/lifecycle/upgrade/blocked';
import type { Upgraded, Verdict } from '../../../src/lifecycle/upgrade/outcome';
import { synthFailure } from '../../../src/lifecycle/upgrade/reason';
import { reportOf, textOf } from '../../../src/lifecycle/upgrade/report';
import { optionsError } from '../../../src/util/problems';
import type { UserProblems } from '../../../src/util/user-problem';

const verdict: Verdict = {
  level: 'in-place',
  passed: true,
  mergesByItself: true,
  markdown: '### Impact: in-place – updated\n\nNothing here needs a person.\n<!-- udp-service:impact -->\n',
  text: 'Impact: in-place\n',
};
const upgraded = (changes: Partial<Upgraded> = {}): Upgraded => ({
  state: 'upgraded',
  kind: 'template',
  moved: [{ name: 'projen-udp-service', from: '1.0.0', to: '1.3.0' }],
  migrations: [],
  notes: [],
  remarks: [],
  releases: [],
  verdict,
  ...changes,
});

describe('why a synth failed', () => {
  const { heading, problems } = optionsError([
    { subject: 'port', value: 1, cause: 'the option has another name', remedy: "Write it as 'x'." },
    { subject: 'stages[dev].y', value: 2, cause: 'the option was removed', remedy: 'Remove it.' },
  ]);
  const reasonOf = (printed: string, told?: UserProblems) => blockedBy(synthFailure(printed, told));

  test('is what the options check left, with what the migrations could not change', () => {
    const printed = "npx projen: ended with code 1\nMigrated to 1.3.0:\n  look at .projenrc.ts:4: 'load()'\n[…]\n";
    const { reason, remedy } = reasonOf(printed, { heading, problems }) ?? {};
    expect(reason).toBe(
      "2 options are invalid: 'port' (the option has another name), 'stages[dev].y' (the option was removed)",
    );
    expect(remedy).toContain("remedy: Write it as 'x'.");
    expect(remedy).toContain('look at .projenrc.ts:4');
    expect(remedy).not.toMatch(/Node\.js|👾|\]$/);
  });

  test('is what the guard of files left', () => {
    const told = fileProblems(
      [{ path: 'health/gate.py', cause: { reason: 'edited' }, difference: ['-old', '+new'], instead: 'the options' }],
      false,
    );
    const { reason, remedy } = reasonOf('x', told) ?? {};
    expect(reason).toBe(
      "a file is not as the template left it: 'health/gate.py' (it is managed, and was edited since the template wrote it)",
    );
    expect(remedy).toContain('remedy: npx udp-service files take health/gate.py');
    expect(remedy).toContain('    | +new\n    instead: the options');
  });

  test('is what the migrations left', () => {
    const problem = { subject: 'the migration 1.1.0-a failed', cause: 'no', remedy: 'No file was changed' };
    expect(reasonOf('x', { problems: [problem] })).toEqual({
      reason: 'the migration 1.1.0-a failed: no',
      remedy: 'No file was changed',
    });
  });

  test('is what was printed, where nothing was left', () => {
    expect(reasonOf('Segmentation fault')).toEqual({
      reason: 'npx projen fails with the new version',
      remedy: 'Segmentation fault',
    });
  });
});

describe('a report', () => {
  test('of an upgrade that needs nobody', () => {
    const report = reportOf(upgraded());
    expect(report).toMatchObject({
      state: 'upgraded',
      title: 'Upgrade to projen-udp-service 1.3.0',
      incomplete: false,
      mergesByItself: true,
    });
    expect(report.body).toContain('### Impact: in-place');
    expect(report.body).toContain('1. Merge it when the checks are green.');
    expect(report.body).not.toContain('<!--');
  });

  test('of one that needs a person says what to do, what to look at, and what changed', () => {
    const outcome = upgraded({
      verdict: { ...verdict, level: 'loses', passed: false, mergesByItself: false },
      migrations: [{ id: '1.1.0-a', title: 'renames `x`' }],
      notes: [{ place: '.projenrc.ts:4', text: 'look <here>' }],
      releases: [{ name: 'projen-udp-service', notes: [{ version: '1.3.0', title: '1.3.0', body: 'All *new*.' }] }],
    });
    const { body, mergesByItself } = reportOf(outcome);
    expect(mergesByItself).toBe(false);
    expect(body).toContain('acknowledge it in `.udp-service/acknowledgements.json`');
    expect(body).toContain('`.projenrc.ts:4`: look &lt;here&gt;');
    expect(body).toMatch(/<details><summary>Release notes of projen-udp-service<\/summary>[\s\S]*All \*new\*\./);
    const text = textOf(outcome);
    for (const part of ['projen-udp-service 1.0.0 → 1.3.0', '1.1.0-a: renames', '.projenrc.ts:4: look', 'All *new*.']) {
      expect(text).toContain(part);
    }
  });

  test('of one that cannot be compared is a pull request to be completed, and never merges by itself', () => {
    const incomplete = { reason: 'the stacks cannot be synthesized', remedy: 'src/extensions.ts(3,1): error TS2322' };
    const outcome = upgraded({ verdict: undefined, incomplete });
    const report = reportOf(outcome);
    expect(report).toMatchObject({
      title: 'upgrade blocked: the stacks cannot be synthesized',
      incomplete: true,
      mergesByItself: false,
    });
    for (const text of [report.body, textOf(outcome)]) {
      expect(text).toMatch(
        /the stacks cannot be synthesized[\s\S]*src\/extensions\.ts\(3,1\): error TS2322[\s\S]*Correct what stands/,
      );
    }
  });

  test('of one that is blocked names the reason in its title', () => {
    const report = reportOf({
      state: 'blocked',
      kind: 'cdk',
      reason: `no\n${'x'.repeat(300)}`,
      remedy: 'do\n```\nthis',
    });
    expect(report.title).toMatch(/^upgrade blocked: no x+…$/);
    expect(report.title.length).toBeLessThanOrEqual(200);
    expect(report.body).toContain("```\ndo\n'''\nthis\n```");
  });

  test.each([
    ['cdk', [{ name: 'aws-cdk-lib', from: '2.1.0', to: '2.2.0' }], 'Upgrade the CDK to aws-cdk-lib 2.2.0'],
    ['dependencies', [{ name: 'jest', from: '1.0.0', to: '1.1.0' }], 'Upgrade jest 1.1.0'],
    ['dependencies', [], 'Upgrade dependencies'],
  ] as const)('of %s has a title of its own', (kind, moved, title) => {
    expect(reportOf(upgraded({ kind, moved })).title).toBe(title);
  });
});
