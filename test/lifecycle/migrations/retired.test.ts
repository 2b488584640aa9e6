import { removedOption, renamedOption } from '../../../src/lifecycle/migrations/changes';
import { retirementOf } from '../../../src/lifecycle/migrations/retired';

const MIGRATIONS = [
  {
    id: '1.1.0-path',
    version: '1.1.0',
    title: 'renames',
    changes: [renamedOption({ from: 'ports[].path', to: 'ports[].url', perStage: true })],
  },
  {
    id: '1.2.0-url',
    version: '1.2.0',
    title: 'removes',
    changes: [removedOption({ path: 'ports[].url', perStage: true, reason: 'the port says it' })],
  },
];

test('the last word on an option is found by its path, entries of lists by name or number', () => {
  expect(retirementOf('ports[0].path', MIGRATIONS)).toEqual({
    path: 'ports[].path',
    to: 'ports[].url',
    version: '1.1.0',
  });
  expect(retirementOf('stages[prod].ports[dns].url', MIGRATIONS)).toEqual({
    path: 'stages[].ports[].url',
    reason: 'the port says it',
    version: '1.2.0',
  });
  expect(retirementOf('ports[0].port', MIGRATIONS)).toBeUndefined();
});
