import { IMMUTABLE_RELEASE } from '../../tools/docs/option-sets';
import { workflowsOf } from '../../tools/docs/workflow-ids';
import type { Files } from '../support/synthesized';
import { type Finding, lintWorkflow } from '../support/workflow-lint';

/** What the first build writes and a repository commits, beside what is synthesized. */
const BUILT = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'test/template/__snapshots__/stages.test.ts.snap'];

/** What is wrong with the workflows of a repository, which may run these tasks or scripts. */
export async function findingsIn(files: Files, tasks: readonly string[]): Promise<Finding[]> {
  const paths = workflowsOf(files);
  expect(paths).toEqual(expect.arrayContaining(['build', 'deploy'].map((name) => `.github/workflows/${name}.yml`)));
  const around = {
    files: [...Object.keys(files), ...BUILT],
    tasks,
    immutableReleases: [IMMUTABLE_RELEASE],
  };
  return (await Promise.all(paths.map((path) => lintWorkflow(path, String(files[path]), around)))).flat();
}
