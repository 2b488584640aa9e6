import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { OPTION_SETS } from '../../tools/docs/option-sets';
import { addIds, stagesOf, type WorkflowIds, withIds } from '../../tools/docs/workflow-ids';
import { synthesize } from '../support/synthesized';
import { describeWith } from '../support/tools';
import { findingsIn } from './findings';

const ids: WorkflowIds = new Map();

test('there are at least thirty option sets', () => {
  expect(OPTION_SETS.length).toBeGreaterThanOrEqual(30);
});

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

  test('have the ids that docs/workflows.md lists (npx projen docs)', () => {
    const document = readFileSync(resolve(__dirname, '../../docs/workflows.md'), 'utf8');
    expect(document).toBe(withIds(document, ids));
  });
});
