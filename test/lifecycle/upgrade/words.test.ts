import { pullBody } from '../../../src/lifecycle/upgrade/propose/words';
import type { UpgradeReport } from '../../../src/lifecycle/upgrade/report';

const REPORT: UpgradeReport = {
  schema: 1,
  kind: 'template',
  state: 'upgraded',
  title: 'Upgrade',
  body: 'All is well.',
  incomplete: false,
  mergesByItself: false,
};
const ASSESSMENT = { refusals: [], unknown: [], changes: [], moved: [{ name: 'x', from: '1.0.0', to: '1.1.0' }] };

test('what nobody proved stands before all the rest, as plain text', () => {
  const notices = [
    'New file src/template/new.ts.',
    'Removed workflow .github/workflows/<b>@all.yml: it runs no longer.',
  ];
  const body = pullBody(REPORT, { ...ASSESSMENT, notices }, 'a'.repeat(40), true);
  expect(body).toMatch(/^Look at these first\.[^\n]*\n\n- New file src\/template\/new\.ts\.\n- Removed workflow /);
  expect(body).not.toMatch(/<b>|@all/);
  expect(body.indexOf('1.1.0')).toBeGreaterThan(body.indexOf('Removed workflow'));
});

test('where there is nothing of that kind it begins with what moves', () => {
  expect(pullBody(REPORT, ASSESSMENT, 'a'.repeat(40), true)).toMatch(/^- x 1\.0\.0 → 1\.1\.0\n/);
});
