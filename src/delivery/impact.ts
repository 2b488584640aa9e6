import type { Assembly } from '../cloudformation/stack';
import { compareAssemblies } from '../impact/compare';
import type { Finding } from '../impact/model';
import { readDeployed } from '../impact/source/deployed';
import { readWhole } from '../impact/source/read';
import type { Access } from './access';
import type { StageAssembly } from './assembly';

/** What the deployment of a stage would do to what runs there. */
export async function impactOnDeployed(stage: StageAssembly, { reader }: Access): Promise<Finding[]> {
  const head = assemblyOf(stage);
  return compareAssemblies(await readDeployed(head, reader), head);
}

/** The stacks of the stage, nested ones included, as the comparison reads them. */
function assemblyOf({ directory, stacks }: StageAssembly): Assembly {
  const ids = stacks.map(({ id }) => id);
  const whole = readWhole(directory);
  return { ...whole, stacks: whole.stacks.filter(({ id }) => ids.includes(id.split('/')[0])) };
}
