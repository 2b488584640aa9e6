import { snapshotsOf } from '../../../files/paths';
import { movedFile } from '../changes';
import type { Migration } from '../migration';
import { movedModules } from '../moved-modules';

/** What stood in `src/` before, by folder. */
const SOURCES: Readonly<Record<string, string>> = {
  '': `alarm-catalogue app bootstrap-role canonical extension-points image-versions model role-settings secret-sources
    service stage subnet-cidrs template-version zones`,
  'constructs/': `alarm-topic alarms application-container capacity-providers cluster container-secret containers
    created-network customer-managed-key dashboard deploy-time-value deployment-events dockerfile-user domain drain-order
    egress-rules endpoint-service fargate-service flow-logs gate-container health-gate images imported-network
    load-balancer log-groups log-key metrics network-endpoints operations placement reach saved-queries scaling smoke-test
    subnet-mappings task-definition-size task-roles task traffic transports`,
  'parts/': 'addresses network service',
  'stacks/': 'address-stack base-stack deploy-role-stack network-stack service-stack',
};
/** What stood in `test/` before, by folder. */
const TESTS: Readonly<Record<string, string>> = {
  '': 'invariants.test stages.test',
  'support/': 'invariants nag-acknowledgements nag repository',
};

export const FOLDERS: Migration = {
  id: '0.0.1-folders',
  version: '0.0.1',
  title:
    "The template's files lie in src/template and test/template; src/extensions.ts imports them from there. Beside these folders everything but src/main.ts is yours.",
  changes: [
    movedModules({ ...below('src', SOURCES), ...below('test', TESTS) }),
    movedFile({ from: snapshotsOf('test/stages.test.ts'), to: snapshotsOf('test/template/stages.test.ts') }),
  ],
};

function below(root: string, folders: Readonly<Record<string, string>>): Record<string, string> {
  const paths = Object.entries(folders).flatMap(([folder, names]) =>
    names.split(/\s+/).map((name) => `${folder}${name}.ts`),
  );
  return Object.fromEntries(paths.map((path) => [`${root}/${path}`, `${root}/template/${path}`]));
}
