import { all, containers, type Draft, properties, set, setAttribute } from './good';

/** Adds inbound rules to a security group. */
export const admit = (template: Draft, id: string, ...rules: object[]): void => {
  properties(template, id).SecurityGroupIngress = [...(properties(template, id).SecurityGroupIngress ?? []), ...rules];
};

/** A rule that admits UDP on a port. */
export const udp = (cidr: string, port = 1053): object => ({
  IpProtocol: 'udp',
  FromPort: port,
  ToPort: port,
  CidrIp: cidr,
});

/** Changes the container of the health gate. */
export const gate =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(containers(t)[1], values);
  };

/** Changes the container of the application. */
export const application =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(containers(t)[0], values);
  };

/** A value that only the deployment knows. */
export const parameter =
  (name: string, type = 'String') =>
  (t: Draft): void => {
    t.Parameters[name] = { Type: type };
  };

/** A second resource like one that is there. */
export const copy =
  (from: string, to: string, values: Draft) =>
  (t: Draft): void => {
    t.Resources[to] = structuredClone(t.Resources[from]);
    set(to, values)(t);
  };

/** Another protocol of listener and target group. */
export const protocol = (value: string) =>
  all(set('Listener', { Protocol: value }), set('Targets', { Protocol: value }));

/** The attribute that says whether a load balancer sends to other zones. */
export const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** The load balancer sends to its own zone alone. */
export const zonal = setAttribute('LoadBalancer', CROSS_ZONE, undefined);

/** How many tasks run at least. */
export const tasks = (count: Draft) =>
  all(set('Service', { DesiredCount: count }), set('Scaling', { MinCapacity: count }));

/** Fixed addresses in both zones. */
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

/** Changes how tasks are replaced. */
export const deployment =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(properties(t, 'Service').DeploymentConfiguration, values);
  };

/** Changes how the service is scaled. */
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

/** Endpoints of the VPC, which admit the tasks. */
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
