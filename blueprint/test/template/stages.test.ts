import { extensions } from '../../src/extensions';
import { service } from '../../src/template/service';
import { type Stacks, synthesizeStage, withoutAssetHashes } from './support/repository';

const UPDATE = 'Run the script `test:update` of package.json and commit test/template/__snapshots__';

describe('the stacks are those of the snapshot', () => {
  test.each(service.stages.map((stage) => [stage.name, stage] as const))('stage %s', (name, stage) => {
    expectSnapshot(name, synthesizeStage({ service, stage, extensions }));
  });
});

function expectSnapshot(stage: string, stacks: Stacks): void {
  expect(withoutAssetHashes(stacks)).toMatchSnapshot();
  // A snapshot that does not match does not throw: Jest keeps the error for the end of the test.
  const [failure] = expect.getState().suppressedErrors;
  if (failure === undefined) {
    return;
  }
  expect.setState({ suppressedErrors: [] });
  const missing = failure.message.includes('not written');
  throw new Error(
    missing
      ? `Stage "${stage}" has no snapshot of its stacks yet. ${UPDATE}.`
      : `The stacks of stage "${stage}" differ from their snapshot. The difference below is what a deployment changes: ` +
          `if it is what you want, keep it. ${UPDATE}.\n\n${failure.message}`,
  );
}
