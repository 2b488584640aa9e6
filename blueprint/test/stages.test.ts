import { extensions } from '../src/extensions';
import { service } from '../src/service';
import { type Stacks, synthesizeStage, withoutAssetHashes } from './support/repository';

const UPDATE = 'npx projen test:update';

describe('the stacks are those of the snapshot', () => {
  test.each(service.stages.map((stage) => [stage.name, stage] as const))('stage %s', (name, stage) => {
    expectSnapshot(name, synthesizeStage({ service, stage, extensions }));
  });
});

function expectSnapshot(stage: string, stacks: Stacks): void {
  try {
    expect(withoutAssetHashes(stacks)).toMatchSnapshot();
  } catch (error) {
    throw new Error(
      `The stacks of stage "${stage}" differ from their snapshot, or have none yet. Read the difference: it is what a ` +
        `deployment changes. Where it is what you want, run \`${UPDATE}\` and commit test/__snapshots__.\n\n` +
        (error as Error).message,
    );
  }
}
