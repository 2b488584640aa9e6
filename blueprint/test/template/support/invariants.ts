import type { Port, Stage } from '../../../src/template/model';
import { type Resource, resources, type Templates } from './repository';

/** The templates of a stage with what most invariants look at. */
interface Subject {
  readonly stage: Stage;
  readonly templates: Templates;
  readonly loadBalancer: Resource;
  readonly ecsService: Resource;
  readonly loadBalancerGroup: GroupReference;
  readonly taskGroup: GroupReference;
  readonly listeners: [string, Resource][];
  readonly targetGroups: [string, Resource][];
  readonly containers: readonly Container[];
}

interface GroupReference {
  readonly 'Fn::GetAtt': readonly [string, 'GroupId'];
}

interface Container {
  readonly Name: string;
  readonly PortMappings?: readonly { readonly ContainerPort: number }[];
}

interface Registration {
  readonly ContainerName: string;
  readonly ContainerPort: number;
  readonly TargetGroupArn: unknown;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: unknown; readonly Resource: unknown }[] };
}

/** What holds for every service of this kind, whatever its options and extensions, by what is at stake. */
export const INVARIANTS: Readonly<Record<string, (subject: Subject) => void>> = {
  'the load balancer has a security group (it could never be given one later)': ({ loadBalancer }) => {
    expect(loadBalancer.Properties.SecurityGroups).toEqual([{ 'Fn::GetAtt': [expect.any(String), 'GroupId'] }]);
  },

  'the tasks admit the load balancer alone': ({ templates, taskGroup, loadBalancerGroup }) => {
    const rules = rulesOf(templates, 'AWS::EC2::SecurityGroupIngress', taskGroup);
    expect(rules).not.toHaveLength(0);
    for (const rule of rules) {
      expect(rule.SourceSecurityGroupId).toEqual(loadBalancerGroup);
    }
    expect(securityGroup(templates, taskGroup).Properties.SecurityGroupIngress).toBeUndefined();
  },

  'the load balancer reaches the tasks alone': ({ templates, taskGroup, loadBalancerGroup }) => {
    for (const rule of rulesOf(templates, 'AWS::EC2::SecurityGroupEgress', loadBalancerGroup)) {
      expect(rule.DestinationSecurityGroupId).toEqual(taskGroup);
    }
    // A group without any rule of its own would get EC2's rule that allows everything.
    const inline: { CidrIp?: string }[] = securityGroup(templates, loadBalancerGroup).Properties.SecurityGroupEgress;
    expect(inline.map((rule) => rule.CidrIp)).toEqual(['255.255.255.255/32']);
  },

  'clients reach every port, and learn that a datagram was too large': ({ templates, stage, loadBalancerGroup }) => {
    const rules = rulesOf(templates, 'AWS::EC2::SecurityGroupIngress', loadBalancerGroup);
    const flows = stage.ports.flatMap((port) => flowsTo(port, port.port)).concat([['icmp', 3]]);
    const peers = [
      ...stage.clients.cidrs.map((cidr) => ({ CidrIp: cidr })),
      ...stage.clients.prefixLists.map((id) => ({ SourcePrefixListId: idOrParameter(id) })),
      ...stage.clients.securityGroups.map((id) => ({ SourceSecurityGroupId: idOrParameter(id) })),
    ];
    for (const [protocol, number] of flows) {
      for (const peer of peers) {
        expect(rules).toContainEqual(expect.objectContaining({ ...peer, IpProtocol: protocol, FromPort: number }));
      }
    }
  },

  'the tasks reach what they may, and what they cannot do without': ({ templates, stage, taskGroup }) => {
    const rules = rulesOf(templates, 'AWS::EC2::SecurityGroupEgress', taskGroup);
    const inline: { CidrIp?: string }[] = securityGroup(templates, taskGroup).Properties.SecurityGroupEgress;
    const isOpen = stage.egress.kind === 'all';
    expect(inline.map((rule) => rule.CidrIp)).toEqual([isOpen ? '0.0.0.0/0' : '255.255.255.255/32']);
    expect(rules).toHaveLength(stage.egress.kind === 'all' ? 0 : stage.egress.rules.length);
    const https = expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 });
    expect(isOpen || rules).toEqual(isOpen || expect.arrayContaining([https]));
  },

  'traffic and health checks are open on both sides': ({ templates, stage, taskGroup, loadBalancerGroup }) => {
    const out = rulesOf(templates, 'AWS::EC2::SecurityGroupEgress', loadBalancerGroup);
    const into = rulesOf(templates, 'AWS::EC2::SecurityGroupIngress', taskGroup);
    const checks = stage.ports.map(({ healthCheck }): Flow => ['tcp', healthCheck.port]);
    for (const [protocol, number] of stage.ports.flatMap((port) => flowsTo(port, port.containerPort)).concat(checks)) {
      const rule = expect.objectContaining({ IpProtocol: protocol, FromPort: number, ToPort: number });
      expect(out).toContainEqual(rule);
      expect(into).toContainEqual(rule);
    }
  },

  'every port has one listener, which leads to a target group of its own and of its protocol': (subject) => {
    const { listeners, stage } = subject;
    expect(sorted(listeners.map(([, { Properties }]) => [Properties.Port, Properties.Protocol]))).toEqual(
      sorted(stage.ports.map(({ port, protocol }) => [port, protocol])),
    );
    const targets = listeners.map(([, listener]) => targetOf(subject, listener));
    expect(targets.map((target) => target.Properties.Protocol)).toEqual(
      listeners.map(([, listener]) => listener.Properties.Protocol),
    );
    expect(new Set(targets).size).toBe(listeners.length);
  },

  'every target group checks what the service says of itself, not the port of a datagram': (subject) => {
    const checked = ({ healthCheck }: Port) => [healthCheck.protocol, String(healthCheck.port), healthCheck.path];
    const { targetGroups, stage } = subject;
    const rendered = targetGroups.map(([, { Properties }]) => [
      Properties.HealthCheckProtocol,
      Properties.HealthCheckPort,
      Properties.HealthCheckPath,
    ]);
    expect(sorted(rendered)).toEqual(sorted(stage.ports.map(checked)));
    const udpOnly = stage.ports.filter(({ protocol }) => protocol === 'UDP').map(({ containerPort }) => containerPort);
    for (const { healthCheck } of stage.ports) {
      expect(udpOnly).not.toContain(healthCheck.port);
    }
  },

  'every target group has a port of the application behind it that is mapped once': (subject) => {
    const { containers, ecsService, stage, targetGroups } = subject;
    const registrations: readonly Registration[] = ecsService.Properties.LoadBalancers;
    expect(sorted(registrations.map(({ TargetGroupArn }) => TargetGroupArn))).toEqual(
      sorted(targetGroups.map(([id]) => ({ Ref: id }))),
    );
    for (const { ContainerName, ContainerPort } of registrations) {
      expect(ContainerName).toBe(stage.application.containerName);
      const mapped = containers
        .flatMap(({ PortMappings }) => PortMappings ?? [])
        .map((mapping) => mapping.ContainerPort);
      expect(mapped.filter((port) => port === ContainerPort)).toEqual([ContainerPort]);
    }
  },

  'the health gate starts after the application, restarts alone and never stops a task': ({ containers, stage }) => {
    const gates = containers.filter(({ Name }) => Name === stage.healthGate?.containerName);
    expect(gates).toHaveLength(stage.healthGate ? 1 : 0);
    for (const gate of gates) {
      expect(gate).toMatchObject({
        Essential: false,
        RestartPolicy: { Enabled: true },
        DependsOn: expect.arrayContaining([{ ContainerName: stage.application.containerName, Condition: 'START' }]),
      });
    }
  },

  'workflows get in by their subject, and can do nothing but assume roles of the bootstrap stack': (subject) => {
    const { templates, stage } = subject;
    const deployRoles = Object.entries(templates).filter(([name]) => name.endsWith(`-${stage.name}-deploy-role`));
    const roles = resources(Object.fromEntries(deployRoles), 'AWS::IAM::Role').map(([, { Properties }]) => Properties);
    expect(sorted(roles.map(({ RoleName }) => RoleName))).toEqual(
      sorted(stage.trust?.roles.map(({ name }) => name) ?? []),
    );
    for (const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns } of roles) {
      for (const { Action, Condition } of AssumeRolePolicyDocument.Statement) {
        expect(Action).toBe('sts:AssumeRoleWithWebIdentity');
        const subjects = Object.entries({ ...Condition.StringEquals, ...Condition.StringLike })
          .filter(([key]) => key.endsWith(':sub'))
          .flatMap(([, value]) => value);
        expect(subjects).not.toHaveLength(0);
        for (const one of subjects) {
          expect(one).toMatch(/^repo:[^*/]+(@\*)?\/[^*/]+(@\*)?:(environment:[^*]+|ref:[^*]+|pull_request)$/);
        }
      }
      expect(ManagedPolicyArns).toBeUndefined();
      for (const { Action, Resource } of Policies.flatMap(({ PolicyDocument }: Policy) => PolicyDocument.Statement)) {
        expect(Action).toBe('sts:AssumeRole');
        expect(JSON.stringify(Resource)).not.toContain('*');
      }
    }
  },

  'whatever asks from inside for a smoke test reaches the load balancer, and no task': (subject) => {
    const { stage, templates, loadBalancerGroup, taskGroup } = subject;
    const asking = resources(templates, 'AWS::EC2::SecurityGroup').filter(([id]) => id.startsWith('SmokeTest'));
    expect(asking).toHaveLength(stage.smokeTest?.from === 'task' ? 1 : 0);
    for (const [id] of asking) {
      const reaches = (group: GroupReference) =>
        rulesOf(templates, 'AWS::EC2::SecurityGroupIngress', group)
          .filter(({ SourceSecurityGroupId }) => JSON.stringify(SourceSecurityGroupId ?? '').includes(`"${id}"`))
          .map(({ IpProtocol, FromPort }) => [IpProtocol, FromPort]);
      const flows = stage.ports.flatMap((port) => flowsTo(port, port.port));
      expect(sorted(reaches(loadBalancerGroup))).toEqual(sorted(flows));
      expect(reaches(taskGroup)).toEqual([]);
    }
  },

  'fixed addresses outlive their stack': ({ templates, stage: { addresses } }) => {
    const kept = resources(templates, 'AWS::EC2::EIP').filter(([, eip]) => eip.DeletionPolicy === 'Retain');
    expect(kept).toHaveLength(addresses.source === 'elastic' ? addresses.zones.length : 0);
  },
};

/** Prepares the templates of a stage for `INVARIANTS`. */
export function subjectOf(stage: Stage, templates: Templates): Subject {
  const loadBalancer = only(templates, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  const ecsService = only(templates, 'AWS::ECS::Service');
  return {
    stage,
    templates,
    loadBalancer,
    ecsService,
    loadBalancerGroup: loadBalancer.Properties.SecurityGroups[0],
    taskGroup: ecsService.Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[0],
    listeners: resources(templates, 'AWS::ElasticLoadBalancingV2::Listener'),
    targetGroups: resources(templates, 'AWS::ElasticLoadBalancingV2::TargetGroup'),
    containers: resource(resources(templates, 'AWS::ECS::TaskDefinition'), ecsService.Properties.TaskDefinition.Ref)
      .Properties.ContainerDefinitions,
  };
}

/** How an ID stands in a template that may be the name of a parameter. */
function idOrParameter(id: string): unknown {
  return id.startsWith('ssm:') ? { Ref: expect.stringMatching(/^SsmParameterValue/) } : id;
}

type Flow = readonly [protocol: string, port: number];

function flowsTo({ protocol }: Port, number: number): Flow[] {
  const transports: Record<Port['protocol'], string[]> = { UDP: ['udp'], TCP: ['tcp'], TCP_UDP: ['tcp', 'udp'] };
  return transports[protocol].map((name) => [name, number]);
}

function targetOf({ targetGroups }: Subject, listener: Resource): Resource {
  const id = listener.Properties.DefaultActions[0].TargetGroupArn.Ref;
  return resource(targetGroups, id);
}

function rulesOf(templates: Templates, type: string, group: GroupReference): Record<string, unknown>[] {
  const key = JSON.stringify(group);
  return resources(templates, type)
    .map(([, { Properties }]) => Properties)
    .filter(({ GroupId }) => JSON.stringify(GroupId) === key);
}

function securityGroup(templates: Templates, group: GroupReference): Resource {
  return resource(resources(templates, 'AWS::EC2::SecurityGroup'), group['Fn::GetAtt'][0]);
}

function resource(candidates: [string, Resource][], id: string): Resource {
  const found = candidates.filter(([logicalId]) => logicalId === id);
  expect(found).toHaveLength(1);
  return found[0][1];
}

function only(templates: Templates, type: string): Resource {
  const found = resources(templates, type);
  expect(found).toHaveLength(1);
  return found[0][1];
}

function sorted(items: unknown[]): string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}
