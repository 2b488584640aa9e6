import { CfnEIP, Peer, Port } from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { CfnDeletionPolicy, type CfnResource } from 'aws-cdk-lib/core';
import type { Extensions } from '../../blueprint/src/template/extension-points';
import { readTemplates } from '../../src/cloudformation/files';
import { NetworkPreset, type ServiceOptions } from '../../src/options';
import { checkTemplates } from '../../src/pitfalls';
import { resolveService } from '../../src/service/resolve';
import { synthesize } from './support/synthesis';

/** What `udp-service check` finds in the stacks of a service that an extension has changed, but for advice. */
function findings(extensions: Extensions, options: ServiceOptions = {}): string[] {
  const { service } = resolveService({ name: 'dns', ...options });
  const { assembly } = synthesize(service, { extensions });
  return checkTemplates(readTemplates([assembly.directory]))
    .filter(({ level }) => level !== 'advice')
    .map(({ level, pitfall, resource }) => `${pitfall} ${level} ${resource?.stack}`);
}

const ISOLATED: ServiceOptions = { network: { preset: NetworkPreset.ISOLATED } };
const ELASTIC: ServiceOptions = { addresses: { elastic: true }, clients: { cidrs: ['203.0.113.0/24'] } };

test('nothing, where nothing is broken', () => {
  for (const options of [{}, ISOLATED, ELASTIC]) expect(findings({}, options)).toEqual([]);
});

test.each<[string, string, Extensions, ServiceOptions?]>([
  [
    'a public image in a network without a way to the internet',
    'P38 error dns-dev-service',
    {
      taskDefinition: ({ taskDefinition, logGroups }) => {
        taskDefinition.addContainer('Agent', {
          image: ecs.ContainerImage.fromRegistry('public.ecr.aws/example/agent:1'),
          logging: ecs.LogDrivers.awsLogs({ logGroup: logGroups.application, streamPrefix: 'agent' }),
          memoryReservationMiB: 64,
        });
      },
    },
    ISOLATED,
  ],
  [
    'addresses that go with their stack',
    'P34 warning dns-dev-addresses',
    {
      stack: ({ addressStack }) => {
        for (const child of addressStack?.node.children ?? []) {
          if (child instanceof CfnEIP && child.node.id.endsWith('1')) {
            child.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
          }
        }
      },
    },
    ELASTIC,
  ],
  [
    'a load balancer without a security group',
    'P9 warning dns-dev-service',
    {
      loadBalancer: ({ loadBalancer }) => {
        (loadBalancer.node.defaultChild as CfnResource).addPropertyDeletionOverride('SecurityGroups');
      },
    },
  ],
  [
    'tasks that admit everybody',
    'P8 warning dns-dev-service',
    { taskDefinition: ({ taskSecurityGroup }) => taskSecurityGroup.addIngressRule(Peer.anyIpv4(), Port.udp(1234)) },
  ],
  [
    'an attribute that UDP refuses',
    'P21 error dns-dev-service',
    {
      loadBalancer: ({ targetGroups }) => {
        for (const group of Object.values(targetGroups)) group.setAttribute('preserve_client_ip.enabled', 'false');
      },
    },
  ],
  [
    'a deployment that takes tasks away first',
    'P37 warning dns-dev-service',
    {
      service: ({ service }) =>
        (service.node.defaultChild as ecs.CfnService).addPropertyOverride(
          'DeploymentConfiguration.MinimumHealthyPercent',
          0,
        ),
    },
    { capacity: { autoscaling: false } },
  ],
])('what an extension breaks is found: %s', (_name, finding, extensions, options = {}) => {
  expect(findings(extensions, options)).toContain(finding);
});
