import type { CorpusCase } from './case';
import { pair } from './pair';
import { aclDenial, bucket, imagePolicy, imageRepository, notAction, prefixList } from './preparations';
import { APP_ASSET, NEXT_APP_ASSET } from './service';

export const IN_PLACE: readonly CorpusCase[] = [
  pair('image-tag', 'in-place', 'another image version', 'a new task definition revision is rolled out', (r) => {
    r.TaskDefinition.Properties.ContainerDefinitions[0].Image = 'public.ecr.aws/acme/dns:2';
  }),
  pair(
    'task-environment',
    'in-place',
    'an environment variable',
    'a new task definition revision is rolled out',
    (r) => {
      r.TaskDefinition.Properties.ContainerDefinitions[0].Environment[0].Value = 'debug';
    },
  ),
  pair(
    'numeric-text',
    'in-place',
    'a version "1.10" becomes "1.1"',
    'equal as numbers, another value for the container',
    (r) => {
      r.TaskDefinition.Properties.ContainerDefinitions[0].Environment[0].Value = '1.1';
    },
    (r) => {
      r.TaskDefinition.Properties.ContainerDefinitions[0].Environment[0].Value = '1.10';
    },
  ),
  pair('outputs', 'in-place', 'an output is added', 'nothing that runs changes, but what others read does', (_, t) => {
    t.Outputs.Service = { Value: { Ref: 'Service' }, Export: { Name: 'dns-service' } };
  }),
  pair('task-size', 'in-place', 'CPU and memory of the task', 'a new task definition revision is rolled out', (r) => {
    r.TaskDefinition.Properties.Cpu = '512';
    r.TaskDefinition.Properties.Memory = '1024';
  }),
  pair(
    'task-family',
    'in-place',
    'family of the task definition',
    'the service rolls over to the revision of the new family',
    (r) => {
      r.TaskDefinition.Properties.Family = 'dns-production';
    },
  ),
  pair('asset-hash', 'in-place', 'another image asset', 'the image is what runs; the new one is rolled out', (r) => {
    const { Image } = r.TaskDefinition.Properties.ContainerDefinitions[0];
    Image['Fn::Sub'] = Image['Fn::Sub'].replace(APP_ASSET, NEXT_APP_ASSET);
  }),
  pair('tags-only', 'in-place', 'a tag of the load balancer', 'tags are updated in place', (r) => {
    r.LoadBalancer.Properties.Tags = [{ Key: 'team', Value: 'dns' }];
  }),
  pair('desired-count', 'in-place', 'number of tasks', 'tasks are started', (r) => {
    r.Service.Properties.DesiredCount = 4;
  }),
  pair('health-check', 'in-place', 'health check interval', 'updated in place', (r) => {
    r.TargetGroup.Properties.HealthCheckIntervalSeconds = 30;
  }),
  pair('deregistration', 'in-place', 'deregistration delay', 'updated in place', (r) => {
    r.TargetGroup.Properties.TargetGroupAttributes[0].Value = '300';
  }),
  pair('cross-zone', 'in-place', 'cross-zone load balancing', 'updated in place', (r) => {
    r.LoadBalancer.Properties.LoadBalancerAttributes[1].Value = 'false';
  }),
  pair('log-retention-longer', 'in-place', 'logs are kept longer', 'nothing is deleted', (r) => {
    r.Logs.Properties.RetentionInDays = 365;
  }),
  pair('zone-added', 'in-place', 'a zone with an address is added', 'the other zones keep theirs', (r) => {
    r.AddressC = {
      Type: 'AWS::EC2::EIP',
      Properties: { Domain: 'vpc' },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    };
    r.LoadBalancer.Properties.SubnetMappings.push({
      SubnetId: 'subnet-e',
      AllocationId: { 'Fn::GetAtt': ['AddressC', 'AllocationId'] },
    });
  }),
  pair('alarm-added', 'in-place', 'an alarm is added', 'a resource is created beside the others', (r) => {
    r.Packets = { ...r.Alarm, Properties: { ...r.Alarm.Properties, AlarmName: 'dns-prod-packets' } };
  }),
  pair('alarm-threshold', 'in-place', 'threshold of an alarm', 'updated in place', (r) => {
    r.Alarm.Properties.Threshold = 1;
  }),
  pair('listener-added', 'in-place', 'a second port', 'the first is served as before', (r) => {
    r.TargetGroup2 = { ...r.TargetGroup, Properties: { ...r.TargetGroup.Properties, Port: 853 } };
    r.Listener2 = {
      ...r.Listener,
      Properties: {
        ...r.Listener.Properties,
        Port: 853,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'TargetGroup2' } }],
      },
    };
  }),
  pair(
    'iam-narrower',
    'in-place',
    'a policy allows fewer actions on fewer objects',
    'nothing that was not allowed before',
    (r) => {
      r.TaskPolicy.Properties.PolicyDocument.Statement[0] = {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::zones/public/*',
      };
    },
  ),
  pair('iam-deny-added', 'in-place', 'a denial is added', 'denials only take away', (r) => {
    r.TaskPolicy.Properties.PolicyDocument.Statement.push({
      Effect: 'Deny',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::zones/old/*',
    });
  }),
  pair('iam-split', 'in-place', 'one statement is written as two', 'they allow the same', (r) => {
    const [allow, deny] = r.TaskPolicy.Properties.PolicyDocument.Statement;
    r.TaskPolicy.Properties.PolicyDocument.Statement = [
      { ...allow, Action: 's3:GetObject' },
      { ...allow, Action: 's3:ListBucket' },
      deny,
    ];
  }),
  pair('group-narrower', 'in-place', 'a narrower client CIDR', 'fewer clients than before', (r) => {
    r.LoadBalancerGroup.Properties.SecurityGroupIngress[0].CidrIp = '10.0.4.0/24';
  }),
  pair(
    'group-rule-removed',
    'in-place',
    'a standalone ingress rule is removed',
    'a rule is a part of its group',
    (r) => {
      delete r.TaskIngress;
    },
  ),
  pair(
    'objects-kept-longer',
    'in-place',
    'objects of a bucket and images are kept longer',
    'nothing is deleted that was kept',
    (r) => {
      r.Captures.Properties.LifecycleConfiguration.Rules[0].ExpirationInDays = 365;
      r.Images.Properties.LifecyclePolicy.LifecyclePolicyText = imagePolicy(100);
    },
    (r, t) => {
      bucket(r, t);
      imageRepository(r, t);
    },
  ),
  pair(
    'iam-not-action-longer',
    'in-place',
    'an Allow leaves out more actions',
    'what is left out of NotAction is not allowed',
    (r) => {
      r.TaskPolicy.Properties.PolicyDocument.Statement[0].NotAction.push('kms:*');
    },
    notAction,
  ),
  pair(
    'acl-deny-wider',
    'in-place',
    'a denial of a network ACL covers more',
    'less is admitted than before',
    (r) => {
      r.AclEntry.Properties.CidrBlock = '192.0.0.0/16';
    },
    aclDenial,
  ),
  pair(
    'prefix-list-shorter',
    'in-place',
    'a prefix list has an entry less',
    'fewer clients than before',
    (r) => {
      r.Clients.Properties.Entries.pop();
    },
    prefixList,
  ),
  pair(
    'protection-on',
    'in-place',
    'deletion protection goes on',
    'a guard is added',
    (r) => {
      r.LoadBalancer.Properties.LoadBalancerAttributes[0].Value = 'true';
    },
    (r) => {
      r.LoadBalancer.Properties.LoadBalancerAttributes[0].Value = 'false';
    },
  ),
  pair('retain-added', 'in-place', 'Retain is added', 'a guard is added', (r) => {
    r.Cluster.DeletionPolicy = 'Retain';
  }),
  pair(
    'subnets-as-mappings',
    'in-place',
    'Subnets written as SubnetMappings without addresses',
    'the same zones, no address was fixed',
    (r) => {
      delete r.LoadBalancer.Properties.Subnets;
      r.LoadBalancer.Properties.SubnetMappings = [{ SubnetId: 'subnet-a' }, { SubnetId: 'subnet-b' }];
    },
    (r) => {
      delete r.LoadBalancer.Properties.SubnetMappings;
      r.LoadBalancer.Properties.Subnets = ['subnet-a', 'subnet-b'];
    },
  ),
];
