import { delimiter, resolve } from 'node:path';
import { type AwsTarget, EmulatedAws } from '../support/emulated-aws';
import { FastAws } from '../support/fast-aws';
import { generateLinked, synthesizeLinked } from '../support/linked';
import { runIn } from '../support/packed';
import { describeWith } from '../support/tools';

const TARGET: AwsTarget = { account: '111111111111', region: 'eu-west-1' };
const CLI = resolve(__dirname, '../../lib/cli/main.js');
const BOOTSTRAP = '/cdk-bootstrap/hnb659fds/version';
const PARAMETER = '/dns/tsig';

jest.setTimeout(120_000);

/** Its rules are tested one by one with answers of AWS that are made up; these are the calls and answers themselves. */
describeWith(['moto', 'aws'], 'udp-service precheck against the emulated AWS', () => {
  let aws: EmulatedAws;
  let fast: FastAws;
  let dir: string;
  let allocations: string[];
  let subnets: Record<'SubnetId' | 'AvailabilityZone', string>[];

  const call = <T>(service: string, operation: string, args: Record<string, unknown> = {}) =>
    aws.call<T>(TARGET, service, operation, args);
  const writeParameter = (Name: string, Value: string) =>
    call('ssm', 'put_parameter', { Name, Value, Type: 'String', Overwrite: true });

  /** An image as a registry lists it that holds several architectures. */
  const putImage = (...architectures: string[]) => {
    const manifests = architectures.map((architecture) => ({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: `sha256:${architecture.padEnd(64, '0')}`,
      size: 1,
      platform: { architecture, os: 'linux' },
    }));
    const imageManifestMediaType = 'application/vnd.oci.image.index.v1+json';
    const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: imageManifestMediaType, manifests });
    return call('ecr', 'put_image', {
      repositoryName: 'dns',
      imageTag: '1.2.3',
      imageManifest,
      imageManifestMediaType,
    });
  };

  async function precheck() {
    const credentials = await aws.assumeAccount(TARGET.account);
    const env = aws.env(credentials, TARGET.region);
    const PATH = [...fast.path, env.PATH].join(delimiter);
    return runIn(dir, process.execPath, [CLI, 'precheck', 'dev'], { env: { ...env, PATH } });
  }

  beforeAll(async () => {
    [aws, fast] = await Promise.all([EmulatedAws.start(), FastAws.start()]);
    const { Vpcs } = await call<{ Vpcs: Record<'VpcId' | 'CidrBlock', string>[] }>('ec2', 'describe_vpcs');
    const { Subnets } = await call<{ Subnets: typeof subnets }>('ec2', 'describe_subnets');
    subnets = Subnets.slice(0, 2);
    allocations = [];
    for (const _ of subnets) {
      const { AllocationId } = await call<{ AllocationId: string }>('ec2', 'allocate_address', { Domain: 'vpc' });
      allocations.push(AllocationId);
    }
    const options = {
      name: 'dns',
      stages: [{ name: 'dev', ...TARGET }],
      image: { ecrRepository: 'dns', initialVersion: '1.2.3' },
      task: { architecture: 'ARM64' },
      network: {
        vpcId: Vpcs[0].VpcId,
        vpcCidr: Vpcs[0].CidrBlock,
        loadBalancerSubnets: subnets.map(({ SubnetId, AvailabilityZone }) => ({
          subnetId: SubnetId,
          zone: AvailabilityZone,
        })),
      },
      loadBalancer: { scheme: 'internet-facing' },
      clients: { anywhere: true },
      addresses: {
        allocationIds: Object.fromEntries(
          subnets.map(({ AvailabilityZone }, index) => [AvailabilityZone, allocations[index]]),
        ),
      },
      application: { secrets: { TSIG: { ssmParameterName: PARAMETER } } },
    };
    dir = await generateLinked(
      `import { UdpServiceProject } from 'projen-udp-service';\nnew UdpServiceProject(${JSON.stringify(options)}).synth();\n`,
    );
    await synthesizeLinked(dir);
    await writeParameter(BOOTSTRAP, '33');
    await writeParameter(PARAMETER, 'secret');
    await call('ecr', 'create_repository', { repositoryName: 'dns' });
    await putImage('amd64', 'arm64');
  });

  afterAll(async () => {
    await aws?.stop();
    fast?.stop();
  });

  test('finds nothing where everything is there', async () => {
    const { code, output } = await precheck();
    expect(output).toContain('dev: nothing found that would make a deployment fail.');
    expect(code).toBe(0);
  });

  test('names everything that is wrong at once, each with cause and remedy', async () => {
    const [subnet] = subnets;
    const { NetworkInterface } = await call<{ NetworkInterface: { NetworkInterfaceId: string } }>(
      'ec2',
      'create_network_interface',
      { SubnetId: subnet.SubnetId },
    );
    const { NetworkInterfaceId } = NetworkInterface;
    await call('ec2', 'associate_address', { AllocationId: allocations[0], NetworkInterfaceId });
    await call('ec2', 'release_address', { AllocationId: allocations[1] });
    await call('ec2', 'delete_subnet', { SubnetId: subnets[1].SubnetId });
    await call('ecr', 'batch_delete_image', { repositoryName: 'dns', imageIds: [{ imageTag: '1.2.3' }] });
    await putImage('amd64');
    await call('ssm', 'delete_parameter', { Name: PARAMETER });
    await writeParameter(BOOTSTRAP, '5');

    const { code, output } = await precheck();
    expect(code).toBe(1);
    for (const text of [
      `!! bootstrap stack of aws://${TARGET.account}/${TARGET.region}: its version is 5, and the stacks need`,
      `Bootstrap again: npx cdk bootstrap aws://${TARGET.account}/${TARGET.region}`,
      `it is attached to ${NetworkInterfaceId} already`,
      `!! address ${allocations[1]}: the account ${TARGET.account} has no such allocation in ${TARGET.region}`,
      '[P33]',
      'it is built for amd64, and the tasks run on arm64',
      'Systems Manager has no such parameter, so no task starts',
      `!! subnet ${subnets[1].SubnetId}: the account ${TARGET.account} has no such subnet in ${TARGET.region}`,
      'dev: 6 things would make the deployment fail; nothing has been changed.',
    ]) {
      expect(output).toContain(text);
    }
  });

  test('names a bootstrap stack that is missing, an image and a repository', async () => {
    await call('ssm', 'delete_parameter', { Name: BOOTSTRAP });
    await call('ecr', 'batch_delete_image', { repositoryName: 'dns', imageIds: [{ imageTag: '1.2.3' }] });
    const missing = (await precheck()).output;
    expect(missing).toContain(`there is none: the parameter ${BOOTSTRAP} does not exist`);
    expect(missing).toMatch(/dns \(111111111111, eu-west-1\) has no image 1\.2\.3/);
    await call('ecr', 'delete_repository', { repositoryName: 'dns', force: true });
    expect((await precheck()).output).toContain(`there is no ECR repository dns (${TARGET.account}, ${TARGET.region})`);
  });
});
