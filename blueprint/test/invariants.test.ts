import { extensions } from '../src/extensions';
import type { Port, Stage } from '../src/model';
import { service } from '../src/service';
import { type Resource, resources, synthesizeStage, type Templates } from './support/repository';

/** What holds for every service of this kind, whatever its options and extensions. */
describe.each(service.stages.map((stage) => [stage.name, stage] as const))('stage %s', (_name, stage) => {
  const templates = synthesizeStage({ service, stage, extensions });
  const [, loadBalancer] = only(templates, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  const [, ecsService] = only(templates, 'AWS::ECS::Service');
  const [loadBalancerGroup] = loadBalancer.Properties.SecurityGroups;
  const [taskGroup] = ecsService.Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups;
  const targetGroups = resources(templates, 'AWS::ElasticLoadBalancingV2::TargetGroup');

  test('the load balancer has a security group: it could never be given one later', () => {
    expect(loadBalancer.Properties.SecurityGroups).toHaveLength(1);
    expect(loadBalancerGroup).toEqual({ 'Fn::GetAtt': [expect.any(String), 'GroupId'] });
  });

  test('the tasks admit the load balancer alone', () => {
    const rules = rulesOf(templates, 'AWS::EC2::SecurityGroupIngress', taskGroup);
    expect(rules).not.toHaveLength(0);
    for (const rule of rules) {
      expect(rule.SourceSecurityGroupId).toEqual(loadBalancerGroup);
    }
    expect(securityGroup(templates, taskGroup).Properties.SecurityGroupIngress).toBeUndefined();
  });

  test('the load balancer reaches the tasks alone', () => {
    for (const rule of rulesOf(templates, 'AWS::EC2::SecurityGroupEgress', loadBalancerGroup)) {
      expect(rule.DestinationSecurityGroupId).toEqual(taskGroup);
    }
    const inline = securityGroup(templates, loadBalancerGroup).Properties.SecurityGroupEgress;
    expect(inline.map((rule: { CidrIp?: string }) => rule.CidrIp)).toEqual(['255.255.255.255/32']);
  });

  test.each(stage.ports.map((port) => [port.name, port] as const))(
    'port %s is open to its traffic and its health check, on both sides',
    (_portName, port) => {
      for (const [protocol, number] of [...transports(port, port.containerPort), ['tcp', port.healthCheck.port]]) {
        const rule = expect.objectContaining({ IpProtocol: protocol, FromPort: number, ToPort: number });
        expect(rulesOf(templates, 'AWS::EC2::SecurityGroupEgress', loadBalancerGroup)).toContainEqual(rule);
        expect(rulesOf(templates, 'AWS::EC2::SecurityGroupIngress', taskGroup)).toContainEqual(rule);
      }
      for (const [protocol, number] of transports(port, port.port)) {
        const rule = expect.objectContaining({ IpProtocol: protocol, FromPort: number, ToPort: number });
        expect(rulesOf(templates, 'AWS::EC2::SecurityGroupIngress', loadBalancerGroup)).toContainEqual(rule);
      }
    },
  );

  test('every listener leads to a target group of its own protocol', () => {
    const listeners = resources(templates, 'AWS::ElasticLoadBalancingV2::Listener');
    expect(listeners.map(([, { Properties }]) => [Properties.Port, Properties.Protocol]).sort()).toEqual(
      stage.ports.map(({ port, protocol }) => [port, protocol]).sort(),
    );
    for (const [, listener] of listeners) {
      expect(targetOf(listener).Properties.Protocol).toBe(listener.Properties.Protocol);
    }
    expect(new Set(listeners.map(([, listener]) => targetOf(listener))).size).toBe(listeners.length);
  });

  test('every target group checks a port on which the answer comes from this service', () => {
    const checked = stage.ports.map(({ healthCheck }) => [healthCheck.protocol, String(healthCheck.port)]);
    expect(
      targetGroups.map(([, { Properties }]) => [Properties.HealthCheckProtocol, Properties.HealthCheckPort]).sort(),
    ).toEqual(checked.sort());
  });

  test('every target group has the mapped port of the application behind it', () => {
    const { ContainerDefinitions: containers } = only(templates, 'AWS::ECS::TaskDefinition')[1].Properties;
    const registrations = ecsService.Properties.LoadBalancers;
    expect(
      registrations.map((registration: { TargetGroupArn: unknown }) => registration.TargetGroupArn).sort(),
    ).toEqual(targetGroups.map(([id]) => ({ Ref: id })).sort());
    for (const { ContainerName, ContainerPort } of registrations) {
      expect(ContainerName).toBe(stage.application.containerName);
      const container = containers.find(({ Name }: { Name: string }) => Name === ContainerName);
      const mapped = container.PortMappings.map((mapping: { ContainerPort: number }) => mapping.ContainerPort);
      expect(mapped.filter((port: number) => port === ContainerPort)).toEqual([ContainerPort]);
    }
  });

  test('nothing but the application can stop a task', () => {
    const { ContainerDefinitions: containers } = only(templates, 'AWS::ECS::TaskDefinition')[1].Properties;
    const gate = containers.find(({ Name }: { Name: string }) => Name === stage.healthGate?.containerName);
    expect(gate !== undefined).toBe(stage.healthGate !== undefined);
    if (gate) {
      expect(gate).toMatchObject({
        Essential: false,
        RestartPolicy: { Enabled: true },
        DependsOn: [{ ContainerName: stage.application.containerName, Condition: 'START' }],
      });
    }
  });

  test('addresses outlive the stack', () => {
    const kept = resources(templates, 'AWS::EC2::EIP').filter(([, eip]) => eip.DeletionPolicy === 'Retain');
    expect(kept).toHaveLength(stage.addresses.source === 'elastic' ? stage.addresses.zones.length : 0);
  });

  function targetOf(listener: Resource): Resource {
    const id = listener.Properties.DefaultActions[0].TargetGroupArn.Ref;
    return targetGroups.filter(([logicalId]) => logicalId === id).map(([, resource]) => resource)[0];
  }
});

function transports({ protocol }: Pick<Stage['ports'][number], 'protocol'>, number: number): [string, number][] {
  const names: Record<Port['protocol'], string[]> = { UDP: ['udp'], TCP: ['tcp'], TCP_UDP: ['tcp', 'udp'] };
  return names[protocol].map((name) => [name, number]);
}

function only(templates: Templates, type: string): [string, Resource] {
  const found = resources(templates, type);
  expect(found).toHaveLength(1);
  return found[0];
}

function rulesOf(templates: Templates, type: string, group: unknown): Record<string, unknown>[] {
  const key = JSON.stringify(group);
  return resources(templates, type)
    .map(([, { Properties }]) => Properties)
    .filter(({ GroupId }) => JSON.stringify(GroupId) === key);
}

function securityGroup(templates: Templates, group: { 'Fn::GetAtt': string[] }): Resource {
  const id = group['Fn::GetAtt'][0];
  return resources(templates, 'AWS::EC2::SecurityGroup').filter(([logicalId]) => logicalId === id)[0][1];
}
