import { type Control, list, mentions, property, type Resource } from '../control';

/** Ports that EC2.19 counts as those of administration and of data. */
const HIGH_RISK_PORTS = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];

const isAnywhere = (rule: Resource) =>
  ['0.0.0.0/0', '::/0'].some((cidr) => [property(rule, 'CidrIp'), property(rule, 'CidrIpv6')].includes(cidr));

/** https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html */
export const EC2: readonly Control[] = [
  {
    id: 'EC2.2',
    title: 'The default security group of a VPC has no rules',
    type: 'AWS::EC2::VPC',
    complies: (_vpc, resources) => [...resources.values()].some(({ Type }) => Type === 'Custom::VpcRestrictDefaultSG'),
    remedy: {
      option: '`network: { restrictDefaultSecurityGroup: true }`',
      options: { network: { restrictDefaultSecurityGroup: true } },
    },
    why: 'CloudFormation cannot take the rules away. A custom resource of the CDK does: a Lambda function whose role may change this one group. Nothing of this service uses the group.',
  },
  {
    id: 'EC2.6',
    title: 'VPCs have flow logs',
    type: 'AWS::EC2::VPC',
    complies: (_vpc, resources) => [...resources.values()].some(({ Type }) => Type === 'AWS::EC2::FlowLog'),
    remedy: { option: '`network: { flowLogs: {} }`', options: { network: { flowLogs: {} } } },
    why: 'They cost by the byte, most of all for UDP, and hold the addresses of clients.',
  },
  {
    id: 'EC2.12',
    title: 'Elastic IPs are in use',
    type: 'AWS::EC2::EIP',
    complies: (address, resources) =>
      [...resources].some(
        ([, { Type, Properties }]) =>
          /LoadBalancer$|NatGateway$/.test(Type) &&
          [...resources].some(([id, other]) => other === address && mentions(Properties, id.split('/')[1])),
      ),
  },
  {
    id: 'EC2.15',
    title: 'Subnets give no public addresses by themselves',
    type: 'AWS::EC2::Subnet',
    complies: (subnet) => property(subnet, 'MapPublicIpOnLaunch') !== true,
  },
  {
    id: 'EC2.18',
    title: 'Security groups admit the world only where the options say that clients are anywhere',
    type: 'AWS::EC2::SecurityGroup',
    complies: (group, resources) =>
      ![
        ...list(property(group, 'SecurityGroupIngress')).map((rule) => ({ Type: '', Properties: rule }) as Resource),
        ...[...resources.values()].filter(({ Type }) => Type === 'AWS::EC2::SecurityGroupIngress'),
      ].some(isAnywhere),
  },
  {
    id: 'EC2.19',
    title: 'Security groups do not open high-risk ports to the world',
    type: 'AWS::EC2::SecurityGroup',
    complies: (_group, resources) =>
      ![...resources.values()].some(
        (rule) =>
          rule.Type === 'AWS::EC2::SecurityGroupIngress' &&
          isAnywhere(rule) &&
          HIGH_RISK_PORTS.some(
            (port) => Number(property(rule, 'FromPort')) <= port && port <= Number(property(rule, 'ToPort')),
          ),
      ),
  },
];
