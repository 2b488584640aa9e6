import { all, containers, type Draft, properties, set, setAttribute } from './good';

export const admit = (template: Draft, id: string, ...rules: object[]): void => {
  properties(template, id).SecurityGroupIngress = [...(properties(template, id).SecurityGroupIngress ?? []), ...rules];
};

export const udp = (cidr: string, port = 1053): object => ({
  IpProtocol: 'udp',
  FromPort: port,
  ToPort: port,
  CidrIp: cidr,
});

export const gate =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(containers(t)[1], values);
  };

export const application =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(containers(t)[0], values);
  };

export const parameter =
  (name: string, type = 'String') =>
  (t: Draft): void => {
    t.Parameters[name] = { Type: type };
  };

export const copy =
  (from: string, to: string, values: Draft) =>
  (t: Draft): void => {
    t.Resources[to] = structuredClone(t.Resources[from]);
    set(to, values)(t);
  };

export const protocol = (value: string) =>
  all(set('Listener', { Protocol: value }), set('Targets', { Protocol: value }));

export const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

export const zonal = setAttribute('LoadBalancer', CROSS_ZONE, undefined);

export const tasks = (count: Draft) =>
  all(set('Service', { DesiredCount: count }), set('Scaling', { MinCapacity: count }));

export const fixed = (t: Draft): void => {
  for (const zone of ['A', 'B']) {
    t.Resources[`Address${zone}`] = { Type: 'AWS::EC2::EIP', DeletionPolicy: 'Retain', Properties: { Domain: 'vpc' } };
  }
  set('LoadBalancer', {
    Scheme: 'internet-facing',
    Subnets: undefined,
    SubnetMappings: ['A', 'B'].map((zone) => ({
      SubnetId: { Ref: `Subnet${zone}` },
      AllocationId: { 'Fn::GetAtt': [`Address${zone}`, 'AllocationId'] },
    })),
  })(t);
};

export const deployment =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(properties(t, 'Service').DeploymentConfiguration, values);
  };

export const policy =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(properties(t, 'ScaleOnCpu').TargetTrackingScalingPolicyConfiguration, values);
  };

/** A VPC of the template's own, with one subnet for the tasks that has no way out. */
export const isolated = (t: Draft): void => {
  t.Resources.Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true } };
  t.Resources.Subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } };
  t.Resources.Table = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
  t.Resources.Association = {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
  };
  t.Resources.FlowLog = { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: { Ref: 'Vpc' } } };
  properties(t, 'Service').NetworkConfiguration.AwsvpcConfiguration.Subnets = [{ Ref: 'Subnet' }];
};

export const endpoints =
  (...names: string[]) =>
  (t: Draft): void => {
    t.Resources.EndpointGroup = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'endpoints',
        VpcId: { Ref: 'Vpc' },
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { Ref: 'TaskGroup' } },
        ],
      },
    };
    for (const name of names) {
      t.Resources[`Endpoint${name.replace('.', '')}`] = {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${name}` },
          VpcId: { Ref: 'Vpc' },
          ...(name === 's3'
            ? { VpcEndpointType: 'Gateway', RouteTableIds: [{ Ref: 'Table' }] }
            : {
                VpcEndpointType: 'Interface',
                PrivateDnsEnabled: true,
                SecurityGroupIds: [{ Ref: 'EndpointGroup' }],
              }),
        },
      };
    }
  };

/** What a task needs that pulls from ECR and writes to CloudWatch Logs. */
export const enough = all(isolated, endpoints('ecr.api', 'ecr.dkr', 's3', 'logs'));
