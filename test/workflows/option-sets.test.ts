import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Files, synthesize } from '../support/synthesized';
import { describeWith } from '../support/tools';
import { type Finding, lintWorkflow } from '../support/workflow-lint';
import { addIds, stagesOf, type WorkflowIds, withIds, workflowsOf } from './ids';
import { IMMUTABLE_RELEASE, OPTION_SETS } from './option-sets';

/** What the first build writes and a repository commits, beside what is synthesized. */
const BUILT = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'test/__snapshots__/stages.test.ts.snap'];

const ids: WorkflowIds = new Map();

test('there are at least thirty option sets', () => {
  expect(OPTION_SETS.length).toBeGreaterThanOrEqual(30);
});

async function findingsIn(files: Files, tasks: readonly string[]): Promise<Finding[]> {
  const paths = workflowsOf(files);
  expect(paths).toEqual(expect.arrayContaining(['build', 'deploy'].map((name) => `.github/workflows/${name}.yml`)));
  const around = {
    files: [...Object.keys(files), ...BUILT],
    tasks,
    immutableReleases: [IMMUTABLE_RELEASE],
  };
  return (await Promise.all(paths.map((path) => lintWorkflow(path, String(files[path]), around)))).flat();
}

describeWith(['shellcheck'], 'the workflows of', () => {
  test.each(OPTION_SETS)(
    '%s pass every check',
    async (_, options) => {
      const files = synthesize(options);
      addIds(ids, files, stagesOf(options));
      expect(await findingsIn(files, Object.keys(files['.projen/tasks.json'].tasks))).toEqual([]);
    },
    60_000,
  );

  test.each(OPTION_SETS.filter((_, index) => index % 4 === 0))(
    '%s pass every check when they are ejected, and call nothing that is gone',
    async (_, options) => {
      process.env.PROJEN_EJECTING = 'true';
      const files = synthesize(options);
      expect(await findingsIn(files, Object.keys(files['package.json'].scripts))).toEqual([]);
      for (const path of workflowsOf(files)) expect(String(files[path])).not.toMatch(/udp-service (?!-)|\bprojen\b/);
    },
    60_000,
  );
  afterEach(() => {
    delete process.env.PROJEN_EJECTING;
  });

  test('have the ids that docs/workflows.md lists (npx projen docs)', () => {
    const document = readFileSync(resolve(__dirname, '../../docs/workflows.md'), 'utf8');
    expect(document).toBe(withIds(document, ids));
  });
});
