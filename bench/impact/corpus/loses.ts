import type { CorpusCase } from './case';
import { pair, rename } from './pair';
import { bucket, imagePolicy, imageRepository } from './preparations';

export const LOSES: readonly CorpusCase[] = [
  pair(
    'nlb-scheme',
    'loses',
    'scheme of the load balancer',
    'it is recreated with another name and other addresses',
    (r) => {
      r.LoadBalancer.Properties.Scheme = 'internal';
    },
  ),
  pair('nlb-name', 'loses', 'name of the load balancer', 'it is recreated', (r) => {
    r.LoadBalancer.Properties.Name = 'dns-prod';
  }),
  pair('nlb-type', 'loses', 'type of the load balancer', 'it is recreated', (r) => {
    r.LoadBalancer.Properties.Type = 'application';
  }),
  pair('nlb-moved', 'loses', 'the load balancer moves to another construct', 'it is destroyed and created', (_, t) => {
    rename(t, 'LoadBalancer', 'EdgeLoadBalancer');
  }),
  pair('nlb-removed', 'loses', 'the load balancer is removed', 'its name and addresses go', (r) => {
    delete r.LoadBalancer;
    delete r.Listener;
    r.Service.DependsOn = [];
  }),
  pair(
    'addresses-dropped',
    'loses',
    'addresses are dropped from SubnetMappings',
    'an update in place takes the fixed addresses away',
    (r) => {
      for (const mapping of r.LoadBalancer.Properties.SubnetMappings) delete mapping.AllocationId;
    },
  ),
  pair(
    'mappings-to-subnets',
    'loses',
    'SubnetMappings become Subnets',
    'an update in place takes the fixed addresses away',
    (r) => {
      delete r.LoadBalancer.Properties.SubnetMappings;
      r.LoadBalancer.Properties.Subnets = ['subnet-a', 'subnet-b'];
    },
  ),
  pair(
    'mapping-removed',
    'loses',
    'a zone with its address is removed',
    'network interface, address and flows of the zone go',
    (r) => {
      r.LoadBalancer.Properties.SubnetMappings.pop();
    },
  ),
  pair(
    'zone-removed',
    'loses',
    'a zone without fixed address is removed',
    'network interface, address and flows of the zone go',
    (r) => {
      r.LoadBalancer.Properties.Subnets.pop();
    },
    (r) => {
      delete r.LoadBalancer.Properties.SubnetMappings;
      r.LoadBalancer.Properties.Subnets = ['subnet-a', 'subnet-b'];
    },
  ),
  pair('subnet-exchanged', 'loses', 'a subnet is exchanged for another', 'the address in the old one goes', (r) => {
    r.LoadBalancer.Properties.SubnetMappings[1].SubnetId = 'subnet-x';
  }),
  pair(
    'subnet-recreated',
    'loses',
    'the subnet of a zone is recreated',
    'the load balancer leaves the old one',
    (r) => {
      r.Subnet.Properties.CidrBlock = '10.0.9.0/24';
    },
    (r) => {
      r.Subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' } };
      r.LoadBalancer.Properties.SubnetMappings[0].SubnetId = { Ref: 'Subnet' };
    },
  ),
  pair(
    'private-address',
    'loses',
    'fixed private address of a zone',
    'clients hold the old one',
    (r) => {
      r.LoadBalancer.Properties.SubnetMappings[0] = { SubnetId: 'subnet-a', PrivateIPv4Address: '10.0.1.20' };
    },
    (r) => {
      r.LoadBalancer.Properties.SubnetMappings[0] = { SubnetId: 'subnet-a', PrivateIPv4Address: '10.0.1.10' };
    },
  ),
  pair(
    'subnets-by-condition',
    'loses',
    'the subnets depend on a condition only known at deployment',
    'the addresses may go: fail closed',
    (r, t) => {
      t.Parameters.Small = { Type: 'String' };
      t.Conditions = { Small: { 'Fn::Equals': [{ Ref: 'Small' }, 'yes'] } };
      const { SubnetMappings } = r.LoadBalancer.Properties;
      r.LoadBalancer.Properties.SubnetMappings = { 'Fn::If': ['Small', SubnetMappings.slice(0, 1), SubnetMappings] };
    },
  ),
  pair(
    'ipv6-removed',
    'loses',
    'dual-stack becomes IPv4',
    'the IPv6 addresses go',
    (r) => {
      r.LoadBalancer.Properties.IpAddressType = 'ipv4';
    },
    (r) => {
      r.LoadBalancer.Properties.IpAddressType = 'dualstack';
    },
  ),
  pair(
    'address-orphaned',
    'loses',
    'addresses with Retain are removed',
    'they leak, and the load balancer no longer has them',
    (r) => {
      delete r.AddressA;
      delete r.AddressB;
      for (const mapping of r.LoadBalancer.Properties.SubnetMappings) delete mapping.AllocationId;
    },
  ),
  pair('address-replaced', 'loses', 'network border group of an address', 'another address is allocated', (r) => {
    r.AddressA.Properties.NetworkBorderGroup = 'eu-west-1-wl1';
  }),
  pair('address-moved', 'loses', 'logical ID of an address', 'the old one leaks, another one is allocated', (_, t) => {
    rename(t, 'AddressA', 'ElasticA');
  }),
  pair(
    'record-renamed',
    'loses',
    'the name that clients resolve',
    'the old record is deleted',
    (r) => {
      r.Record.Properties.Name = 'dns2.example.com';
    },
    (r) => {
      r.Record = {
        Type: 'AWS::Route53::RecordSet',
        Properties: {
          Name: 'dns.example.com',
          Type: 'A',
          HostedZoneId: 'Z1',
          TTL: '60',
          ResourceRecords: ['192.0.2.1'],
        },
      };
    },
  ),
  pair(
    'log-group-destroyed',
    'loses',
    'a log group without Retain is removed',
    'its data is deleted',
    (r) => {
      delete r.Logs;
    },
    (r) => {
      r.Logs.DeletionPolicy = 'Delete';
    },
  ),
  pair(
    'log-group-recreated',
    'loses',
    'name of a log group without Retain',
    'its data is deleted',
    (r) => {
      r.Logs.Properties.LogGroupName = '/dns/production';
    },
    (r) => {
      r.Logs.UpdateReplacePolicy = 'Delete';
    },
  ),
  pair(
    'log-retention-shorter',
    'loses',
    'logs are kept for a shorter time',
    'what is older is deleted, in place',
    (r) => {
      r.Logs.Properties.RetentionInDays = 7;
    },
  ),
  pair(
    'objects-expire-earlier',
    'loses',
    'objects of a bucket expire earlier',
    'what is older is deleted, in place',
    (r) => {
      r.Captures.Properties.LifecycleConfiguration.Rules[0].ExpirationInDays = 30;
    },
    bucket,
  ),
  pair(
    'images-expire-earlier',
    'loses',
    'fewer images are kept',
    'those beyond are deleted, and no task can start from them',
    (r) => {
      r.Images.Properties.LifecyclePolicy.LifecyclePolicyText = imagePolicy(5);
    },
    imageRepository,
  ),
  pair(
    'items-expire',
    'loses',
    'items of a table begin to expire',
    'those whose time is over are deleted, in place',
    (r) => {
      r.Sessions.Properties.TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true };
    },
    (r) => {
      r.Sessions = {
        Type: 'AWS::DynamoDB::Table',
        Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' },
      };
    },
  ),
  pair(
    'bucket-destroyed',
    'loses',
    'a bucket is removed',
    'its data is deleted',
    (r) => {
      delete r.Zones;
    },
    (r) => {
      r.Zones = { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Delete' };
    },
  ),
  pair('type-exchanged', 'loses', 'a logical ID gets another type', 'the address under it is released', (r) => {
    r.AddressA = { Type: 'AWS::CloudWatch::Alarm', Properties: r.Alarm.Properties };
    r.LoadBalancer.Properties.SubnetMappings[0] = { SubnetId: 'subnet-a' };
  }),
  pair(
    'nlb-by-parameter',
    'loses',
    'the default of a parameter that the name is made of',
    'the load balancer is recreated',
    (_, t) => {
      t.Parameters.Name.Default = 'dns-production';
    },
    (r, t) => {
      t.Parameters.Name = { Type: 'String', Default: 'dns-prod' };
      r.LoadBalancer.Properties.Name = { 'Fn::Sub': '${Name}-nlb' };
    },
  ),
  pair(
    'nlb-by-condition',
    'loses',
    'a condition turns false before the load balancer',
    'it is destroyed',
    (_, t) => {
      t.Conditions.Public = { 'Fn::Equals': ['yes', 'no'] };
    },
    (r, t) => {
      t.Conditions = { Public: { 'Fn::Equals': ['yes', 'yes'] } };
      r.LoadBalancer.Condition = 'Public';
    },
  ),
  pair(
    'nlb-by-mapping',
    'loses',
    'a mapping that the scheme is looked up in',
    'the load balancer is recreated',
    (_, t) => {
      t.Mappings.Stage.prod.Scheme = 'internal';
    },
    (r, t) => {
      t.Mappings = { Stage: { prod: { Scheme: 'internet-facing' } } };
      r.LoadBalancer.Properties.Scheme = { 'Fn::FindInMap': ['Stage', 'prod', 'Scheme'] };
    },
  ),
  pair(
    'loop-of-addresses',
    'loses',
    'a loop over addresses changes',
    'what it makes is only known at deployment: fail closed',
    (r) => {
      r['Fn::ForEach::Addresses'][1] = ['a'];
    },
    (r, t) => {
      t.Transform = 'AWS::LanguageExtensions';
      r['Fn::ForEach::Addresses'] = ['Zone', ['a', 'b'], { 'Extra${Zone}': { Type: 'AWS::EC2::EIP' } }];
    },
  ),
];
