import * as ecs from 'aws-cdk-lib/aws-ecs';
import { CfnOutput } from 'aws-cdk-lib/core';
import type { Extensions, TaskDefinitionHandles } from '../../blueprint/src/template/extension-points';
import { serviceOf, stage } from './support/services';
import { type Synthesis, synthesize, theResource } from './support/synthesis';

const IMAGE = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.29');

function withContainer(
  properties: Partial<ecs.ContainerDefinitionOptions>,
  wire: (handles: TaskDefinitionHandles, added: ecs.ContainerDefinition) => void = () => {},
): Synthesis {
  return synthesize(serviceOf(stage()), {
    extensions: {
      taskDefinition(handles) {
        const added = handles.taskDefinition.addContainer('Added', {
          containerName: 'added',
          image: IMAGE,
          ...properties,
        });
        wire(handles, added);
      },
    },
  });
}

function dependencies(synthesis: Synthesis): Record<string, string[]> {
  const { ContainerDefinitions } = theResource(synthesis, 'AWS::ECS::TaskDefinition').Properties;
  return Object.fromEntries(
    ContainerDefinitions.map(({ Name, DependsOn = [] }: { Name: string; DependsOn?: { ContainerName: string }[] }) => [
      Name,
      DependsOn.map(({ ContainerName }) => ContainerName),
    ]),
  );
}

test('every hook runs in the documented order: those of a stage once a stage, that of the app once', () => {
  const calls: string[] = [];
  const record = (hook: string) => (handles: { stage: { name: string } }) => {
    calls.push(`${handles.stage.name} ${hook}`);
  };
  const extensions: Required<Extensions> = {
    network: record('network'),
    loadBalancer: record('loadBalancer'),
    container(properties, handles) {
      record('container')(handles);
      return properties;
    },
    taskDefinition: record('taskDefinition'),
    service: record('service'),
    stack: record('stack'),
    app({ stages, service }) {
      calls.push(`app of ${service.name}: ${Object.keys(stages)}`);
    },
  };
  synthesize(serviceOf(stage(), stage({ name: 'prod' })), { extensions });
  const ofStage = ['network', 'loadBalancer', 'container', 'taskDefinition', 'service', 'stack'];
  expect(calls).toEqual([
    ...ofStage.map((hook) => `dev ${hook}`),
    ...ofStage.map((hook) => `prod ${hook}`),
    'app of udp-service: dev,prod',
  ]);
});

test('the network is reached where it is created, and its subnets everywhere', () => {
  const { templates } = synthesize(serviceOf(stage()), {
    extensions: {
      network({ createdVpc, networkStack, taskSubnets, loadBalancerSubnets }) {
        if (!createdVpc || !networkStack) throw new Error('The network of this stage is created.');
        new CfnOutput(networkStack, 'Found', { value: String(taskSubnets.length) });
        expect(Object.keys(loadBalancerSubnets)).toEqual(['1', '2']);
        createdVpc.addFlowLog('Flows');
      },
    },
  });
  expect(templates['udp-service-dev-network'].Outputs).toMatchObject({ Found: { Value: '2' } });
  expect(Object.values(templates['udp-service-dev-network'].Resources)).toContainEqual(
    expect.objectContaining({ Type: 'AWS::EC2::FlowLog' }),
  );
});

test('the application container is created with what the hook returns, but not with another name or port', () => {
  const synthesis = synthesize(serviceOf(stage()), {
    extensions: {
      container: (properties) => {
        const changed = { ...properties, workingDirectory: '/srv', containerName: 'other', portMappings: [] };
        return changed;
      },
    },
  });
  const { ContainerDefinitions } = theResource(synthesis, 'AWS::ECS::TaskDefinition').Properties;
  expect(ContainerDefinitions[0]).toMatchObject({
    Name: 'app',
    WorkingDirectory: '/srv',
    Essential: true,
    PortMappings: [{ ContainerPort: 1234, Protocol: 'udp' }],
  });
});

describe('a container that is added', () => {
  test('leaves the load balancer its target, even when it maps a port', () => {
    const synthesis = withContainer({ portMappings: [{ containerPort: 9100 }] });
    expect(theResource(synthesis, 'AWS::ECS::Service').Properties.LoadBalancers).toEqual([
      expect.objectContaining({ ContainerName: 'app', ContainerPort: 1234 }),
    ]);
  });

  test('is one that the health gate waits for, so that the gate stops first', () => {
    expect(dependencies(withContainer({}))).toEqual({ app: [], 'health-gate': ['app', 'added'], added: [] });
  });

  test('is waited for only once where the application waits for it already', () => {
    const synthesis = withContainer({}, ({ container }, added) =>
      container.addContainerDependencies({ container: added, condition: ecs.ContainerDependencyCondition.START }),
    );
    expect(dependencies(synthesis)).toEqual({ app: ['added'], 'health-gate': ['app'], added: [] });
  });

  test('cannot wait for the health gate', () => {
    const synthesis = () =>
      withContainer({}, ({ healthGate }, added) => {
        if (!healthGate) throw new Error('This stage has a health gate.');
        added.addContainerDependencies({ container: healthGate, condition: ecs.ContainerDependencyCondition.START });
      });
    expect(synthesis).toThrow(/container added: waits for container health-gate, .* Let it wait for the application/);
  });

  test.each([
    ['memoryLimitMiB', { memoryLimitMiB: 448 }],
    ['memoryReservationMiB', { memoryReservationMiB: 448 }],
  ])('must leave the others their memory (%s)', (_name, memory) => {
    expect(() => withContainer(memory)).toThrow(
      /task\.memoryLimitMiB: is 512, but the containers need 518 MiB \(app: 6, health-gate: 64, added: 448\).*more memory/,
    );
  });

  test('may take what is left', () => {
    expect(() => withContainer({ memoryLimitMiB: 442 })).not.toThrow();
  });

  test('must leave the others their CPU units, which the CDK adds up', () => {
    expect(() => withContainer({ cpu: 240 })).toThrow(/sum of all container cpu/);
  });

  test('cannot have a port that another container has', () => {
    expect(() => withContainer({ portMappings: [{ containerPort: 1234, protocol: ecs.Protocol.UDP }] })).toThrow(
      /container added: maps port 1234, which container app maps already.*127\.0\.0\.1/,
    );
  });
});
