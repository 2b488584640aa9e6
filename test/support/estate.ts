import type { Service } from '../../blueprint/src/template/model';
import type { AwsTarget, EmulatedAws } from './emulated-aws';

/** Creates in the emulated account what services import, and the SSM parameters that hold it. */
export class Estate {
  static async create(aws: EmulatedAws, target: AwsTarget, zones: readonly string[]): Promise<Estate> {
    const call = <T>(service: string, operation: string, args: Record<string, unknown>) =>
      aws.call<T>(target, service, operation, args);
    const { Vpc } = await call<{ Vpc: { VpcId: string } }>('ec2', 'create_vpc', { CidrBlock: '10.0.0.0/16' });
    const subnet = async (third: number, AvailabilityZone: string) => {
      const CidrBlock = `10.0.${third}.0/24`;
      const { Subnet } = await call<{ Subnet: { SubnetId: string } }>('ec2', 'create_subnet', {
        VpcId: Vpc.VpcId,
        CidrBlock,
        AvailabilityZone,
      });
      return Subnet.SubnetId;
    };
    const publicSubnets = await Promise.all(zones.map((zone, slot) => subnet(slot * 16, zone)));
    const taskSubnets = await Promise.all(zones.map((zone, slot) => subnet(slot * 16 + 1, zone)));
    const group = async (GroupName: string) => {
      const properties = { GroupName, Description: GroupName, VpcId: Vpc.VpcId };
      return (await call<{ GroupId: string }>('ec2', 'create_security_group', properties)).GroupId;
    };
    const { HostedZone } = await call<{ HostedZone: { Id: string } }>('route53', 'create_hosted_zone', {
      Name: 'example.com',
      CallerReference: 'estate',
    });
    const zone = HostedZone.Id.replace('/hostedzone/', '');
    await call('ecs', 'create_cluster', { clusterName: 'shared' });
    await call('s3', 'create_bucket', {
      Bucket: 'flow-logs',
      CreateBucketConfiguration: { LocationConstraint: target.region },
    });
    const { TopicArn } = await call<{ TopicArn: string }>('sns', 'create_topic', { Name: 'on-call' });
    const role = (name: string) => `arn:aws:iam::${target.account}:role/services/dns-${name}`;
    const key = `arn:aws:kms:${target.region}:${target.account}:key/12345678-1234-1234-1234-123456789012`;
    const parameters: Record<string, string> = {
      '/network/vpc': Vpc.VpcId,
      ...Object.fromEntries(zones.map((name, slot) => [`/network/public-${name}`, publicSubnets[slot]])),
      '/network/clients': 'pl-0123456789abcdef0',
      '/network/client-group': await group('clients'),
      '/network/s3': 'pl-0123456789abcdef1',
      '/network/flow-logs': 'arn:aws:s3:::flow-logs',
      '/dns/zone': zone,
      '/ecs/cluster': 'shared',
      '/ecs/task-role': role('task'),
      '/ecs/execution-role': role('execution'),
      '/logs/key': key,
      '/keys/token': key,
      '/iam/boundary': `arn:aws:iam::${target.account}:policy/developer-boundary`,
      '/operations/topic': TopicArn,
    };
    await aws.calls(
      target.account,
      Object.entries(parameters).map(([Name, Value]) => ({
        service: 'ssm',
        operation: 'put_parameter',
        region: target.region,
        arguments: { Name, Value, Type: 'String' },
      })),
    );
    return new Estate(
      new Map([
        ['vpc-0123456789abcdef0', Vpc.VpcId],
        ['sg-0123456789abcdef0', await group('peers')],
        ['Z0123456789ABCDEFGHIJ', zone],
        // The emulator takes the prefix for a part of the bucket's name.
        [',"prefix":"dns"', ''],
        ...publicSubnets.map((id, slot) => [`subnet-0000000000000000${slot}`, id] as const),
        ...taskSubnets.map((id, slot) => [`subnet-1000000000000000${slot}`, id] as const),
      ]),
    );
  }

  private constructor(private readonly ids: ReadonlyMap<string, string>) {}

  /** The service with the IDs that the account has. */
  of(service: Service): Service {
    const text = [...this.ids].reduce((json, [id, real]) => json.replaceAll(id, real), JSON.stringify(service));
    return JSON.parse(text) as Service;
  }
}
