import type { Stage } from '../../blueprint/src/model';
import { MATRIX } from '../blueprint/support/matrix';
import { serviceOf } from '../blueprint/support/services';
import { synthesize } from '../blueprint/support/synthesis';
import { cdkCli, EmulatedAws } from '../support/emulated-aws';
import { mustRunIn } from '../support/packed';
import { describeWith } from '../support/tools';

const ROOT = `${__dirname}/../..`;
const TARGET = { account: '111111111111', region: 'eu-west-1' };
const DEPLOYED = 12;

/** What needs nothing that must exist in the account already. */
function standsAlone({ network, existing, domain }: Stage): boolean {
  return (
    network.source === 'created' &&
    existing.clusterName === undefined &&
    domain?.hostedZoneId === undefined &&
    network.flowLogs?.destination.kind !== 's3'
  );
}

const stages = MATRIX.filter(([, stage]) => standsAlone(stage)).slice(0, DEPLOYED);

describeWith(['moto'], 'the matrix, deployed to the emulated AWS by the real CDK command line', () => {
  let aws: EmulatedAws;

  beforeAll(async () => {
    aws = await EmulatedAws.start();
    await aws.bootstrap(TARGET);
  }, 240_000);
  afterAll(() => aws?.stop());

  /** The stage with addresses that the account really has. */
  async function withAddresses(stage: Stage): Promise<Stage> {
    if (stage.addresses.source !== 'imported') return stage;
    const allocated = await Promise.all(
      Object.keys(stage.addresses.allocationIds).map(async (zone) => {
        const address = { Domain: 'vpc' };
        const { AllocationId } = await aws.call<{ AllocationId: string }>(TARGET, 'ec2', 'allocate_address', address);
        return [zone, AllocationId] as const;
      }),
    );
    return { ...stage, addresses: { source: 'imported', allocationIds: Object.fromEntries(allocated) } };
  }

  test('there are enough', () => expect(stages).toHaveLength(DEPLOYED));

  test.each(stages.map(([title, stage], index) => [title, stage, index] as const))(
    '%s',
    async (_title, stage, index) => {
      const name = `matrix-${index}`;
      const { assembly } = synthesize({ ...serviceOf({ ...(await withAddresses(stage)), ...TARGET }), name });
      const args = ['deploy', '--app', assembly.directory, '--all', '--require-approval', 'never', '--no-notices'];
      await mustRunIn(assembly.directory, process.execPath, [cdkCli(ROOT), ...args], {
        env: aws.env(await aws.assumeAccount(TARGET.account), TARGET.region),
      });
      const { StackResources } = await aws.call<{ StackResources: { ResourceType?: string }[] }>(
        TARGET,
        'cloudformation',
        'describe_stack_resources',
        { StackName: `${name}-${stage.name}-service` },
      );
      const types = StackResources.map(({ ResourceType = '' }) => ResourceType);
      expect(types.filter((type) => type.endsWith('::Listener'))).toHaveLength(stage.ports.length);
      expect(types.filter((type) => type.endsWith('::TargetGroup'))).toHaveLength(stage.ports.length);
      expect(types).toContain('AWS::ECS::Service');
    },
    120_000,
  );
});
