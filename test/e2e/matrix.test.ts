import type { Stage } from '../../blueprint/src/template/model';
import { MATRIX } from '../blueprint/support/matrix';
import { synthesize } from '../blueprint/support/synthesis';
import { cdkCli, EmulatedAws } from '../support/emulated-aws';
import { Estate } from '../support/estate';
import { mustRunIn } from '../support/packed';
import { describeWith } from '../support/tools';

const ROOT = `${__dirname}/../..`;
const TARGET = { account: '111111111111', region: 'eu-west-1' };
const DEPLOYED = 12;
const STRIDE = Math.floor(MATRIX.length / DEPLOYED);
const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

/** Spread over the whole matrix, whose neighbours are alike. */
const services = MATRIX.filter((_, index) => index % STRIDE === STRIDE - 1);

describeWith(['moto'], 'the matrix, deployed to the emulated AWS by the real CDK command line', () => {
  let aws: EmulatedAws;
  let estate: Estate;

  beforeAll(async () => {
    aws = await EmulatedAws.start();
    await aws.bootstrap(TARGET);
    estate = await Estate.create(aws, TARGET, ZONES);
  }, 240_000);
  afterAll(() => aws?.stop());

  /** The stage in the emulated account, with addresses that this really has. */
  async function placed(stage: Stage): Promise<Stage> {
    if (stage.addresses.source !== 'imported') return { ...stage, ...TARGET };
    const allocated = await Promise.all(
      Object.keys(stage.addresses.allocationIds).map(async (zone) => {
        const address = { Domain: 'vpc' };
        const { AllocationId } = await aws.call<{ AllocationId: string }>(TARGET, 'ec2', 'allocate_address', address);
        return [zone, AllocationId] as const;
      }),
    );
    return { ...stage, ...TARGET, addresses: { ...stage.addresses, allocationIds: Object.fromEntries(allocated) } };
  }

  test('they are enough, and of every kind', () => {
    expect(services.length).toBeGreaterThanOrEqual(DEPLOYED);
    const stages = services.flatMap(([, service]) => service.stages);
    expect(stages.length).toBeGreaterThan(services.length);
    expect(new Set(stages.map(({ network }) => network.source))).toEqual(new Set(['created', 'imported']));
    expect(new Set(stages.map(({ addresses }) => addresses.source)).size).toBe(4);
    expect(JSON.stringify(stages)).toContain('"ssm:/network/vpc"');
  });

  test.each(services.map(([title, service], index) => [title, service, index] as const))(
    '%s',
    async (_title, { stages }, index) => {
      const service = estate.of({ name: `matrix-${index}`, stages: await Promise.all(stages.map(placed)) });
      const { assembly } = synthesize(service);
      // The roles of GitHub are deployed by a command of their own, once an account: trust.test.ts.
      const stacks = assembly.stacks.map(({ id }) => id).filter((id) => !id.endsWith('-deploy-role'));
      const args = ['deploy', '--app', assembly.directory, ...stacks, '--require-approval', 'never', '--no-notices'];
      await mustRunIn(assembly.directory, process.execPath, [cdkCli(ROOT), ...args], {
        env: aws.env(await aws.assumeAccount(TARGET.account), TARGET.region),
      });
      for (const stage of service.stages) {
        const { StackResources } = await aws.call<{ StackResources: { ResourceType?: string }[] }>(
          TARGET,
          'cloudformation',
          'describe_stack_resources',
          { StackName: `${service.name}-${stage.name}-service` },
        );
        const types = StackResources.map(({ ResourceType = '' }) => ResourceType);
        expect(types.filter((type) => type.endsWith('::Listener'))).toHaveLength(stage.ports.length);
        expect(types.filter((type) => type.endsWith('::TargetGroup'))).toHaveLength(stage.ports.length);
        expect(types).toContain('AWS::ECS::Service');
      }
    },
    180_000,
  );
});
