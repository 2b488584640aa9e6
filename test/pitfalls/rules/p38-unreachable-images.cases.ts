import type { OptionCases, TemplateCases } from '../support/cases';
import { application, endpoints, enough, isolated, parameter } from '../support/changes';
import { all, containers, type Draft, properties, remove, set, unchanged } from '../support/good';
import { STAGE } from '../support/service';
import * as stage from '../support/stage';

const route =
  (values: Draft) =>
  (t: Draft): void => {
    t.Resources.Gateway = { Type: 'AWS::EC2::InternetGateway' };
    t.Resources.Route = {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', ...values },
    };
  };

const secret = (source: Draft) => application({ Secrets: [{ Name: 'KEY', ValueFrom: source }] });

export const options: OptionCases = {
  valid: {
    'images of ECR': stage.ISOLATED,
    'a repository of the region': {
      ...stage.ISOLATED,
      region: 'eu-west-1',
      image: { ...stage.ECR, region: 'eu-west-1' },
    },
    'a mirror of the gate': {
      ...stage.ISOLATED,
      region: 'eu-west-1',
      ...stage.gate({ delivery: 'inline', baseImage: stage.MIRROR }),
    },
    'a public image behind a NAT gateway': { image: { source: 'registry', name: 'public.ecr.aws/x/y' } },
    'all endpoints in an existing VPC': stage.withEndpoints('ecr.api', 'ecr.dkr', 's3', 'logs'),
  },
  invalid: {
    'a public image': [
      { ...stage.ISOLATED, image: { source: 'registry', name: 'public.ecr.aws/x/y' } },
      'error image.registry',
    ],
    'a repository of another region': [
      { ...stage.ISOLATED, region: 'eu-west-1', image: { ...stage.ECR, region: 'us-east-1' } },
      'error image.ecrRepository',
    ],
    'a repository of perhaps another region': [
      { ...stage.ISOLATED, region: undefined, image: { ...stage.ECR, region: 'us-east-1' } },
      'warning image.ecrRepository',
    ],
    'the base image of the gate': [
      { ...stage.ISOLATED, ...stage.gate({ delivery: 'inline' }) },
      'error healthGate.baseImage',
    ],
    'a mirror in another region': [
      { ...stage.ISOLATED, region: 'us-east-1', ...stage.gate({ delivery: 'inline', baseImage: stage.MIRROR }) },
      'error healthGate.baseImage',
    ],
    'a secret of another region': [
      {
        ...stage.ISOLATED,
        region: 'eu-west-1',
        application: {
          ...STAGE.application,
          secrets: { A: { source: 'secretsmanager', arn: 'arn:aws:secretsmanager:us-east-1:1:secret:a' } },
        },
      },
      'error application.secrets.A.secretsManagerArn',
    ],
    'an endpoint that is missing in an existing VPC': [
      stage.withEndpoints('ecr.api', 'ecr.dkr', 's3'),
      'error network.existingEndpoints',
    ],
  },
};

export const template: TemplateCases = {
  valid: {
    'an existing network': unchanged,
    'a NAT gateway': all(isolated, route({ NatGatewayId: 'nat-1' })),
    'a public address': all(isolated, route({ GatewayId: { Ref: 'Gateway' } }), (t) => {
      properties(t, 'Service').NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED';
    }),
    endpoints: enough,
    'endpoints that other names lead to': all(enough, set('Endpointlogs', { PrivateDnsEnabled: false }), (t) => {
      t.Resources.Zone = { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'logs.eu-west-1.amazonaws.com' } };
    }),
    'endpoints with an open group': all(
      enough,
      parameter('Group'),
      set('Endpointlogs', { SecurityGroupIds: [{ Ref: 'Group' }] }),
    ),
    'endpoints whose group admits the VPC': all(
      enough,
      set('EndpointGroup', { SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }] }),
    ),
    'an endpoint for the secrets': all(
      enough,
      endpoints('secretsmanager'),
      secret('arn:aws:secretsmanager:eu-west-1:111122223333:secret:key'),
    ),
    'logs that go elsewhere': all(isolated, endpoints('ecr.api', 'ecr.dkr', 's3'), (t) => {
      for (const container of containers(t)) container.LogConfiguration = { LogDriver: 'awsfirelens' };
    }),
    'the main route table': all(isolated, remove('Association')),
    'a transit gateway': all(isolated, route({ TransitGatewayId: 'tgw-1' })),
    'a route to where the endpoints may be': all(
      isolated,
      route({ TransitGatewayId: 'tgw-1', DestinationCidrBlock: '10.0.0.0/8' }),
    ),
    'a network that another stack may add endpoints to': all(isolated, (t) => {
      t.Outputs = { Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } };
    }),
    'tasks on instances, which pull by themselves': all(
      set('Service', { LaunchType: 'EC2' }),
      set('Task', { RequiresCompatibilities: ['EC2'] }),
      set('TaskGroup', {
        SecurityGroupEgress: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '10.0.0.2/32' }],
      }),
    ),
    'https out alone': set('TaskGroup', {
      SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
    }),
  },
  invalid: {
    'no way at all': [isolated, 'error Service'],
    'an endpoint too few': [all(isolated, endpoints('ecr.api', 's3', 'logs')), 'error Service'],
    'a public registry': [all(enough, application({ Image: 'public.ecr.aws/x/y:1' })), 'error Service'],
    'no endpoint for the logs': [all(isolated, endpoints('ecr.api', 'ecr.dkr', 's3')), 'error Service'],
    'no endpoint for a secret': [
      all(enough, secret({ 'Fn::Sub': 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/key' })),
      'error Service',
    ],
    'no endpoint for a secret of the template': [
      all(enough, secret({ Ref: 'Key' }), (t) => {
        t.Resources.Key = { Type: 'AWS::SecretsManager::Secret' };
      }),
      'error Service',
    ],
    'endpoints of another VPC': [
      all(enough, (t) => {
        t.Resources.OtherVpc = structuredClone(t.Resources.Vpc);
        set('Endpointecrapi', { VpcId: { Ref: 'OtherVpc' } })(t);
      }),
      'error Service',
    ],
    'an endpoint that admits no task': [
      all(
        enough,
        set('EndpointGroup', {
          SecurityGroupIngress: [
            { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { Ref: 'BalancerGroup' } },
          ],
        }),
      ),
      'error Endpointecrapi',
      'error Endpointecrdkr',
      'error Endpointlogs',
    ],
    'an endpoint without its name': [
      all(enough, set('Endpointecrdkr', { PrivateDnsEnabled: false })),
      'error Endpointecrdkr',
    ],
    'names that the VPC does not allow': [
      all(isolated, endpoints('ecr.api', 's3'), set('Vpc', { EnableDnsHostnames: undefined }), (t) => {
        for (const container of containers(t)) container.LogConfiguration = { LogDriver: 'awsfirelens' };
        endpoints('ecr.dkr')(t);
      }),
      'error Endpointecrapi',
      'error Endpointecrdkr',
    ],
    'a gateway endpoint in another route table': [
      all(enough, (t) => {
        t.Resources.OtherTable = structuredClone(t.Resources.Table);
        set('Endpoints3', { RouteTableIds: [{ Ref: 'OtherTable' }] })(t);
      }),
      'error Endpoints3',
    ],
    'a public subnet without a public address': [
      all(isolated, route({ GatewayId: { Ref: 'Gateway' } })),
      'error Service',
    ],
    'nothing out': [
      set('TaskGroup', {
        SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }],
      }),
      'error Service',
    ],
  },
};
