import { Architecture, ContainerInsights, NetworkPreset } from '../../../../src/options';
import { type Control, containers, list, property } from '../control';

const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';
const CREDENTIAL = /(ACCESS_KEY|SECRET|PASSWORD|TOKEN|ENGINE_AUTH_DATA)/i;

/** https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html */
export const ECS: readonly Control[] = [
  {
    id: 'ECS.2',
    title: 'Tasks have no public addresses',
    type: 'AWS::ECS::Service',
    complies: (service) =>
      property(service, 'NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp') === 'DISABLED',
    remedy: { option: '`network: { preset: NetworkPreset.NAT }`', options: { network: { preset: NetworkPreset.NAT } } },
    why: 'A NAT gateway costs by the hour and by the byte. The tasks admit the load balancer alone, whatever their addresses.',
  },
  {
    id: 'ECS.3',
    title: 'Task definitions do not share the process namespace of the host',
    type: TASK_DEFINITION,
    complies: (task) => property(task, 'PidMode') !== 'host',
  },
  {
    id: 'ECS.4',
    title: 'Containers are not privileged',
    type: TASK_DEFINITION,
    complies: (task) => containers(task).every((container) => property(container, 'Privileged') !== true),
  },
  {
    id: 'ECS.5',
    title: 'Containers read their root file system only',
    type: TASK_DEFINITION,
    complies: (task) => containers(task).every((container) => property(container, 'ReadonlyRootFilesystem') === true),
  },
  {
    id: 'ECS.8',
    title: 'Secrets are no environment variables',
    type: TASK_DEFINITION,
    complies: (task) =>
      containers(task).every((container) =>
        list(property(container, 'Environment')).every(
          (variable) => !CREDENTIAL.test(String((variable as { Name: unknown }).Name)),
        ),
      ),
  },
  {
    id: 'ECS.9',
    title: 'Containers have a log configuration',
    type: TASK_DEFINITION,
    complies: (task) =>
      containers(task).every((container) => property(container, 'LogConfiguration', 'LogDriver') !== undefined),
  },
  {
    id: 'ECS.10',
    title: 'Fargate services run on the latest platform version',
    type: 'AWS::ECS::Service',
    complies: (service) => ['LATEST', undefined].includes(property(service, 'PlatformVersion') as string | undefined),
  },
  {
    id: 'ECS.12',
    title: 'Clusters use Container Insights',
    type: 'AWS::ECS::Cluster',
    complies: (cluster) =>
      list(property(cluster, 'ClusterSettings')).some(
        (setting) => (setting as { Value: unknown }).Value !== 'disabled',
      ),
    remedy: {
      option: '`operations: { containerInsights: ContainerInsights.ENABLED }`',
      options: { operations: { containerInsights: ContainerInsights.ENABLED } },
    },
    why: 'It is billed by the metric, and no alarm and no scaling needs it.',
  },
  {
    id: 'ECS.17',
    title: 'Task definitions do not use the network of the host',
    type: TASK_DEFINITION,
    complies: (task) => property(task, 'NetworkMode') === 'awsvpc',
  },
  {
    id: 'ECS.20',
    title: 'Containers run as a user that is not root',
    type: TASK_DEFINITION,
    complies: (task) =>
      containers(task).every((container) => {
        const user = property(container, 'User');
        return typeof user === 'string' && !/^(root|0)(:|$)/.test(user);
      }),
    remedy: {
      option: "`application: { user: '10001:10001' }`",
      options: {
        image: { registry: 'public.ecr.aws/nginx/nginx' },
        task: { architecture: Architecture.ARM64 },
        application: { user: '10001:10001' },
      },
    },
    why: 'An existing image says its user only to whoever pulls it. The user of an image that is built here is read from its Dockerfile.',
  },
];
