import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { synthesize } from '../support/synthesized';
import { describeWith } from '../support/tools';
import { lintWorkflow } from '../support/workflow-lint';
import { addIds, stagesOf, type WorkflowIds, withIds, workflowsOf } from './ids';
import { IMMUTABLE_RELEASE, OPTION_SETS } from './option-sets';

/** What the first build writes and a repository commits, beside what is synthesized. */
const BUILT = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'test/__snapshots__/stages.test.ts.snap'];

const ids: WorkflowIds = new Map();

test('there are at least thirty option sets', () => {
  expect(OPTION_SETS.length).toBeGreaterThanOrEqual(30);
});

describeWith(['shellcheck'], 'the workflows of', () => {
  test.each(OPTION_SETS)(
    '%s pass every check',
    async (_, options) => {
      const files = synthesize(options);
      const paths = workflowsOf(files);
      addIds(ids, files, stagesOf(options));
      expect(paths).toEqual(expect.arrayContaining(['.github/workflows/build.yml', '.github/workflows/deploy.yml']));
      const around = {
        files: [...Object.keys(files), ...BUILT],
        tasks: Object.keys(files['.projen/tasks.json'].tasks),
        immutableReleases: [IMMUTABLE_RELEASE],
      };
      const findings = await Promise.all(paths.map((path) => lintWorkflow(path, String(files[path]), around)));
      expect(findings.flat()).toEqual([]);
    },
    60_000,
  );

  test('have the ids that docs/workflows.md lists (npx projen docs)', () => {
    const document = readFileSync(resolve(__dirname, '../../docs/workflows.md'), 'utf8');
    expect(document).toBe(withIds(document, ids));
  });
});
