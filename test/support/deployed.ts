import { rmSync } from 'node:fs';
import { type AwsTarget, CALLER_ACCOUNT, EmulatedAws } from './emulated-aws';
import { generateLinked, synthesizeLinked } from './linked';

/** A service that stands in the emulated AWS, and its repository. */
export interface Deployed {
  readonly aws: EmulatedAws;
  readonly target: AwsTarget;
  /** Directory of the repository. */
  readonly directory: string;
  /** Name of the stack of the service. */
  readonly stack: string;
  close(): Promise<void>;
}

const TARGET: AwsTarget = { account: CALLER_ACCOUNT, region: 'eu-west-1' };

/**
 * Generates a repository of one stage, `dev`, in the default VPC of the emulated AWS, synthesizes it with the CDK command
 * line and creates its one stack: no bootstrap, no change set, so it takes seconds.
 */
export async function deployInDefaultVpc(): Promise<Deployed> {
  const aws = await EmulatedAws.start();
  const close = () => aws.stop();
  try {
    const { Vpcs } = await aws.call<{ Vpcs: Record<'VpcId' | 'CidrBlock', string>[] }>(TARGET, 'ec2', 'describe_vpcs');
    const { Subnets } = await aws.call<{ Subnets: Record<'SubnetId' | 'AvailabilityZone', string>[] }>(
      TARGET,
      'ec2',
      'describe_subnets',
    );
    const subnets = Subnets.slice(0, 2).map(({ SubnetId: subnetId, AvailabilityZone: zone }) => ({ subnetId, zone }));
    const options = {
      name: 'echo',
      stages: [{ name: 'dev', ...TARGET }],
      network: { vpcId: Vpcs[0].VpcId, vpcCidr: Vpcs[0].CidrBlock, loadBalancerSubnets: subnets },
    };
    const projenrc = `import { UdpServiceProject } from 'projen-udp-service';\nnew UdpServiceProject(${JSON.stringify(options)}).synth();\n`;
    const directory = await generateLinked(projenrc);
    const { 'dev-service': template } = await synthesizeLinked(directory);
    const stack = 'echo-dev-service';
    await aws.calls(TARGET.account, [
      {
        service: 'ssm',
        operation: 'put_parameter',
        region: TARGET.region,
        arguments: { Name: '/cdk-bootstrap/hnb659fds/version', Value: '30', Type: 'String' },
      },
      {
        service: 'cloudformation',
        operation: 'create_stack',
        region: TARGET.region,
        arguments: { StackName: stack, TemplateBody: JSON.stringify(template) },
      },
    ]);
    return {
      aws,
      target: TARGET,
      directory,
      stack,
      close: async () => {
        await close();
        rmSync(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
