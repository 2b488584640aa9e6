import type { CorpusCase } from './case';
import { APP_ASSET, type Loose, NEXT_APP_ASSET, serviceTemplate } from './service';

type Change = (resources: Loose, template: Loose) => void;

const ARTIFACT = 'prod-service';

/** A pair of the service template and a change of it; `prepare` applies to both sides. */
function pair(
  id: string,
  level: CorpusCase['level'],
  title: string,
  why: string,
  change: Change,
  prepare: Change = () => {},
): CorpusCase {
  const [base, head] = [serviceTemplate(), serviceTemplate()];
  for (const template of [base, head]) prepare(template.Resources, template);
  change(head.Resources, head);
  return { id, title, level, why, base: { [ARTIFACT]: { template: base } }, head: { [ARTIFACT]: { template: head } } };
}

/** Gives a resource another logical ID, references included, as a move to another construct does. */
function rename(template: Loose, from: string, to: string): void {
  const text = JSON.stringify(template.Resources).replaceAll(`"${from}"`, `"${to}"`);
  template.Resources = JSON.parse(text);
}

const notAction: Change = (r) => {
  const [statement] = r.TaskPolicy.Properties.PolicyDocument.Statement;
  statement.NotAction = ['iam:*', 'organizations:*'];
  delete statement.Action;
};

const aclDenial: Change = (r) => {
  r.AclEntry = {
    Type: 'AWS::EC2::NetworkAclEntry',
    Properties: { NetworkAclId: 'acl-1', RuleNumber: 50, Protocol: -1, RuleAction: 'deny', CidrBlock: '192.0.2.0/24' },
  };
};

const bucket: Change = (r) => {
  r.Captures = {
    Type: 'AWS::S3::Bucket',
    Properties: {
      LifecycleConfiguration: {
        Rules: [{ Id: 'flows', Status: 'Enabled', Prefix: 'flows/', ExpirationInDays: 90 }],
      },
    },
  };
};

const imageRepository: Change = (r) => {
  r.Images = {
    Type: 'AWS::ECR::Repository',
    Properties: { LifecyclePolicy: { LifecyclePolicyText: imagePolicy(50) } },
  };
};

function imagePolicy(countNumber: number): string {
  const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber };
  return JSON.stringify({ rules: [{ rulePriority: 1, selection, action: { type: 'expire' } }] });
}

const prefixList: Change = (r) => {
  r.Clients = {
    Type: 'AWS::EC2::PrefixList',
    Properties: {
      PrefixListName: 'clients',
      AddressFamily: 'IPv4',
      MaxEntries: 10,
      Entries: [{ Cidr: '198.51.100.0/24' }, { Cidr: '192.0.2.0/24' }],
    },
  };
};

export const NOTHING: readonly CorpusCase[] = [
  pair('nothing', 'none', 'nothing changes', 'equal templates', () => {}),
  pair(
    'metadata-only',
    'none',
    'metadata of a resource and of the template',
    'CloudFormation touches no resource',
    (r, t) => {
      r.LoadBalancer.Metadata['aws:cdk:path'] = 'prod-service/Edge/LoadBalancer/Resource';
      t.Metadata['udp-service'].version = '1.1.0';
    },
  ),
  pair(
    'cdk-metadata',
    'none',
    'the CDK adds its own metadata resource',
    'it reports library versions and runs nothing',
    (r, t) => {
      r.CDKMetadata = {
        Type: 'AWS::CDK::Metadata',
        Properties: { Analytics: 'v2:deflate64:x' },
        Condition: 'CDKMetadataAvailable',
      };
      t.Conditions = { CDKMetadataAvailable: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
    },
  ),
  pair(
    'text-put-together',
    'none',
    'the same text by Fn::Join, Fn::Sub and Fn::Select',
    'CloudFormation compares what it comes to',
    (r) => {
      r.Cluster.Properties.ClusterName = { 'Fn::Sub': ['${Name}-${AWS::Region}', { Name: 'dns' }] };
      r.LoadBalancer.Properties.SubnetMappings[0].SubnetId = {
        'Fn::Select': ['0', { 'Fn::Split': [',', 'subnet-a,subnet-b'] }],
      };
      r.Service.Properties.Cluster = { 'Fn::Sub': '${Cluster}' };
    },
    (r) => {
      r.Cluster.Properties.ClusterName = { 'Fn::Join': ['-', ['dns', { Ref: 'AWS::Region' }]] };
    },
  ),
  pair(
    'policies-written-out',
    'none',
    'policies of resources written out as they are by default',
    'Delete is what absence means, and the resources exist already',
    (r) => {
      r.Cluster.DeletionPolicy = 'Delete';
      r.Cluster.UpdateReplacePolicy = 'Delete';
      r.Logs.DeletionPolicy = 'RetainExceptOnCreate';
    },
  ),
  pair('description', 'none', 'description of the template', 'a text about the stack', (_, t) => {
    t.Description = 'another text';
  }),
  pair(
    'depends-on',
    'none',
    'order of creation',
    'the order in which resources were created cannot change any more',
    (r) => {
      r.Service.DependsOn = ['Listener', 'TaskPolicy'];
    },
  ),
  pair('reordered', 'none', 'keys, tags, mappings and rules in another order', 'these lists are sets', (r) => {
    r.LoadBalancer.Properties.SubnetMappings.reverse();
    r.LoadBalancer.Properties.LoadBalancerAttributes.reverse();
    r.LoadBalancerGroup.Properties.SecurityGroupIngress.reverse();
    r.TaskPolicy.Properties.PolicyDocument.Statement[0].Action.reverse();
    r.Logs = Object.fromEntries(Object.entries(r.Logs).reverse());
  }),
  pair('number-as-text', 'none', 'a number as text', 'CloudFormation takes 53 and "53" for the same', (r) => {
    r.Listener.Properties.Port = '53';
  }),
  pair(
    'parameter-by-default',
    'none',
    'a literal becomes a parameter with that default',
    'it resolves to the same value',
    (r, t) => {
      t.Parameters.Zone = { Type: 'String', Default: 'subnet-a' };
      r.LoadBalancer.Properties.SubnetMappings[0].SubnetId = { Ref: 'Zone' };
    },
  ),
  pair(
    'decided-condition',
    'none',
    'a condition that holds is put before a resource',
    'the resource exists as before',
    (r, t) => {
      t.Conditions = { Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
      r.LoadBalancer.Condition = 'Here';
    },
  ),
];

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

export const BROADENS: readonly CorpusCase[] = [
  pair('iam-wider-action', 'broadens', 'a policy allows another action', 'a permission grows', (r) => {
    r.TaskPolicy.Properties.PolicyDocument.Statement[0].Action.push('s3:PutObject');
  }),
  pair('iam-wider-resource', 'broadens', 'a policy allows every object', 'a permission grows', (r) => {
    r.TaskPolicy.Properties.PolicyDocument.Statement[0].Resource = '*';
  }),
  pair('iam-deny-removed', 'broadens', 'a denial is removed', 'what was denied may be allowed', (r) => {
    r.TaskPolicy.Properties.PolicyDocument.Statement.pop();
  }),
  pair(
    'iam-condition-removed',
    'broadens',
    'the condition of a statement is removed',
    'it holds always',
    (r) => {
      delete r.TaskPolicy.Properties.PolicyDocument.Statement[0].Condition;
    },
    (r) => {
      r.TaskPolicy.Properties.PolicyDocument.Statement[0].Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    },
  ),
  pair('iam-trust', 'broadens', 'another principal may assume the role', 'a permission grows', (r) => {
    r.TaskRole.Properties.AssumeRolePolicyDocument.Statement[0].Principal = {
      Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'],
    };
  }),
  pair('iam-managed-policy', 'broadens', 'a managed policy is attached', 'a permission grows', (r) => {
    r.TaskRole.Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
  }),
  pair(
    'iam-not-action-shorter',
    'broadens',
    'an Allow leaves out fewer actions',
    'what was left out is allowed',
    (r) => {
      r.TaskPolicy.Properties.PolicyDocument.Statement[0].NotAction.pop();
    },
    notAction,
  ),
  pair('iam-not-resource', 'broadens', 'Resource becomes NotResource', 'all but one is more than one', (r) => {
    const [statement] = r.TaskPolicy.Properties.PolicyDocument.Statement;
    statement.NotResource = 'arn:aws:s3:::secrets/*';
    delete statement.Resource;
  }),
  pair(
    'role-exchanged',
    'broadens',
    'the tasks get another role',
    'nobody can tell what an imported role allows',
    (r) => {
      r.TaskDefinition.Properties.TaskRoleArn = 'arn:aws:iam::111111111111:role/shared';
    },
  ),
  pair('service-group-exchanged', 'broadens', 'the tasks get another security group', 'its rules admit others', (r) => {
    r.Service.Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups = ['sg-0123456789abcdef0'];
  }),
  pair(
    'acl-deny-narrower',
    'broadens',
    'a denial of a network ACL covers less',
    'what was denied may be admitted',
    (r) => {
      r.AclEntry.Properties.CidrBlock = '192.0.2.0/25';
    },
    aclDenial,
  ),
  pair(
    'prefix-list-longer',
    'broadens',
    'a prefix list has another entry',
    'every rule that names it admits more',
    (r) => {
      r.Clients.Properties.Entries.push({ Cidr: '203.0.113.0/24' });
    },
    prefixList,
  ),
  pair(
    'boundary-removed',
    'broadens',
    'the permissions boundary is removed',
    'nothing limits the role any longer',
    (r) => {
      delete r.TaskRole.Properties.PermissionsBoundary;
    },
    (r) => {
      r.TaskRole.Properties.PermissionsBoundary = 'arn:aws:iam::111111111111:policy/limit';
    },
  ),
  pair('group-wider', 'broadens', 'a wider client CIDR', 'more clients than before', (r) => {
    r.LoadBalancerGroup.Properties.SecurityGroupIngress[0].CidrIp = '10.0.0.0/8';
  }),
  pair('group-more-ports', 'broadens', 'a wider range of ports', 'more than before is admitted', (r) => {
    r.LoadBalancerGroup.Properties.SecurityGroupIngress[0].ToPort = 60;
  }),
  pair('group-prefix-list', 'broadens', 'another prefix list', 'other clients than before', (r) => {
    r.LoadBalancerGroup.Properties.SecurityGroupIngress[1].SourcePrefixListId = 'pl-22222222';
  }),
  pair(
    'group-standalone-wider',
    'broadens',
    'a standalone ingress rule admits a CIDR',
    'more than before is admitted',
    (r) => {
      delete r.TaskIngress.Properties.SourceSecurityGroupId;
      r.TaskIngress.Properties.CidrIp = '0.0.0.0/0';
    },
  ),
  pair(
    'group-egress-default',
    'broadens',
    'egress rules are removed',
    'without a rule of its own a group lets everything out',
    (r) => {
      delete r.LoadBalancerGroup.Properties.SecurityGroupEgress;
    },
  ),
  pair('exec-on', 'broadens', 'ECS Exec goes on', 'a shell in the containers', (r) => {
    r.Service.Properties.EnableExecuteCommand = true;
  }),
  pair('public-ip', 'broadens', 'tasks get public addresses', 'they can be reached from the internet', (r) => {
    r.Service.Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED';
  }),
  pair('privileged', 'broadens', 'a container gets a Linux capability', 'its program may do more', (r) => {
    r.TaskDefinition.Properties.ContainerDefinitions[0].LinuxParameters = { Capabilities: { Add: ['SYS_PTRACE'] } };
  }),
  pair('role-added', 'broadens', 'a role with a policy is added', 'a permission grows', (r) => {
    r.Reader = {
      Type: 'AWS::IAM::Role',
      Properties: { ...r.TaskRole.Properties, ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
    };
  }),
  pair('route-added', 'broadens', 'a route to the internet gateway', 'another way into the network', (r) => {
    r.Route = {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' },
    };
  }),
];

export const REPLACES: readonly CorpusCase[] = [
  pair(
    'default-snapshot-removed',
    'replaces',
    'Delete is written on a database',
    'without it CloudFormation keeps a snapshot when the database is removed',
    (r) => {
      r.Database.DeletionPolicy = 'Delete';
    },
    (r) => {
      r.Database = { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql' } };
    },
  ),
  pair(
    'group-added-to-nlb',
    'replaces',
    'a security group on a load balancer created without',
    'the API refuses; only a new load balancer can have one',
    (r) => {
      r.LoadBalancer.Properties.SecurityGroups = [{ 'Fn::GetAtt': ['LoadBalancerGroup', 'GroupId'] }];
    },
    (r) => {
      delete r.LoadBalancer.Properties.SecurityGroups;
    },
  ),
  pair(
    'feature-flag-group',
    'replaces',
    'feature flag: a default group without ingress',
    'as above, and UDP would be dropped',
    (r) => {
      r.DefaultGroup = {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'Automatically created Security Group for ELB', VpcId: 'vpc-1' },
      };
      r.LoadBalancer.Properties.SecurityGroups = [{ 'Fn::GetAtt': ['DefaultGroup', 'GroupId'] }];
    },
    (r) => {
      delete r.LoadBalancer.Properties.SecurityGroups;
    },
  ),
  pair(
    'all-feature-flags',
    'replaces',
    'all recommended feature flags at once (modelled on what they add)',
    'the group on the load balancer is among what they do',
    (r) => {
      r.DefaultGroup = {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: 'Automatically created Security Group for ELB',
          VpcId: 'vpc-1',
          SecurityGroupEgress: [],
        },
      };
      r.LoadBalancer.Properties.SecurityGroups = [{ 'Fn::GetAtt': ['DefaultGroup', 'GroupId'] }];
      r.DefaultEgress = {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: {
          GroupId: { 'Fn::GetAtt': ['DefaultGroup', 'GroupId'] },
          IpProtocol: 'udp',
          FromPort: 53,
          ToPort: 53,
          CidrIp: '10.0.0.0/16',
        },
      };
      r.ExecutionPolicy = {
        Type: 'AWS::IAM::Policy',
        Properties: { ...r.TaskPolicy.Properties, PolicyName: 'ExecutionPolicy' },
      };
      r.Service.Properties.DeploymentConfiguration = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } };
    },
    (r) => {
      delete r.LoadBalancer.Properties.SecurityGroups;
    },
  ),
  pair(
    'group-removed-from-nlb',
    'replaces',
    'the security groups of a load balancer are removed',
    'not possible on a load balancer that has them',
    (r) => {
      delete r.LoadBalancer.Properties.SecurityGroups;
    },
  ),
  pair('hooks', 'replaces', 'a hook section is added', 'it acts at deployment: fail closed', (_, t) => {
    t.Hooks = { BlueGreen: { Type: 'AWS::CodeDeploy::BlueGreen', Properties: {} } };
  }),
  pair(
    'service-name',
    'replaces',
    'name of the ECS service',
    'another service is created, the old one destroyed',
    (r) => {
      r.Service.Properties.ServiceName = 'dns-production';
    },
  ),
  pair(
    'service-cluster',
    'replaces',
    'the service goes to another cluster',
    'another service is created, the old one destroyed',
    (r) => {
      r.Service.Properties.Cluster = 'shared';
      delete r.Cluster;
    },
  ),
  pair('cluster-name', 'replaces', 'name of the cluster', 'cluster and service are recreated', (r) => {
    r.Cluster.Properties.ClusterName = 'dns';
  }),
  pair('launch-type', 'replaces', 'launch type of the service', 'the service is recreated', (r) => {
    r.Service.Properties.LaunchType = 'EC2';
  }),
  pair('target-group-port', 'replaces', 'port of the target group', 'the target group is recreated', (r) => {
    r.TargetGroup.Properties.Port = 5353;
  }),
  pair('target-group-protocol', 'replaces', 'protocol of the target group', 'the target group is recreated', (r) => {
    r.TargetGroup.Properties.Protocol = 'TCP_UDP';
  }),
  pair(
    'listener-port',
    'replaces',
    'port of the listener',
    'CloudFormation updates it in place; clients lose the old port',
    (r) => {
      r.Listener.Properties.Port = 5353;
    },
  ),
  pair('listener-protocol', 'replaces', 'UDP becomes TCP', 'clients lose UDP', (r) => {
    r.Listener.Properties.Protocol = 'TCP';
  }),
  pair('listener-removed', 'replaces', 'a listener is removed', 'clients lose the port; the address stays', (r) => {
    delete r.Listener;
    r.Service.DependsOn = [];
  }),
  pair('listener-renamed', 'replaces', 'logical ID of the listener', 'it is destroyed and created', (_, t) => {
    rename(t, 'Listener', 'UdpListener');
  }),
  pair('group-description', 'replaces', 'description of a security group', 'the group is recreated', (r) => {
    r.TaskGroup.Properties.GroupDescription = 'tasks of the service';
  }),
  pair(
    'log-group-renamed',
    'replaces',
    'name of a log group with Retain',
    'a new, empty one is created; the old data is kept',
    (r) => {
      r.Logs.Properties.LogGroupName = '/dns/production';
    },
  ),
  pair(
    'log-group-orphaned',
    'replaces',
    'a log group with Retain is removed',
    'data is kept, no stack manages it',
    (r) => {
      delete r.Logs;
    },
  ),
  pair(
    'retain-removed',
    'replaces',
    'Retain of an address is removed',
    'nothing is gone yet; the next removal would be silent',
    (r) => {
      delete r.AddressA.DeletionPolicy;
      delete r.AddressA.UpdateReplacePolicy;
    },
  ),
  pair('retain-on-replace-removed', 'replaces', 'UpdateReplacePolicy of a log group is weakened', 'as above', (r) => {
    r.Logs.UpdateReplacePolicy = 'Delete';
  }),
  pair(
    'deletion-protection-off',
    'replaces',
    'deletion protection goes off',
    'nothing stops the next change from deleting it',
    (r) => {
      r.LoadBalancer.Properties.LoadBalancerAttributes[0].Value = 'false';
    },
  ),
  pair('alarm-removed', 'replaces', 'an alarm is removed', 'a resource is destroyed', (r) => {
    delete r.Alarm;
  }),
  pair('role-renamed', 'replaces', 'name of a role', 'the role is recreated', (r) => {
    r.TaskRole.Properties.RoleName = 'dns-task';
  }),
  pair('cluster-moved', 'replaces', 'logical ID of the cluster', 'destroyed and created', (_, t) => {
    rename(t, 'Cluster', 'EcsCluster');
  }),
  pair(
    'unknown-type',
    'replaces',
    'a property of an unknown type',
    'what it does cannot be told: fail closed',
    (r) => {
      r.Future.Properties.Size = 2;
    },
    (r) => {
      r.Future = { Type: 'AWS::Future::Thing', Properties: { Size: 1 } };
    },
  ),
  pair(
    'unknown-property',
    'replaces',
    'an unknown property of a known type',
    'what it does cannot be told: fail closed',
    (r) => {
      r.TargetGroup.Properties.TargetFailoverMode = 'strict';
    },
  ),
  pair(
    'custom-resource',
    'replaces',
    'a property of a custom resource',
    'its program decides at deployment',
    (r) => {
      r.Custom.Properties.Size = 2;
    },
    (r) => {
      r.Custom = {
        Type: 'Custom::Thing',
        Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:thing', Size: 1 },
      };
    },
  ),
  pair(
    'open-condition',
    'replaces',
    'a condition only known at deployment before a cluster',
    'the cluster may be destroyed',
    (r, t) => {
      t.Parameters.Own = { Type: 'String' };
      t.Conditions = { Own: { 'Fn::Equals': [{ Ref: 'Own' }, 'yes'] } };
      r.Cluster.Condition = 'Own';
    },
  ),
];

export const LOSES: readonly CorpusCase[] = [
  pair(
    'nlb-scheme',
    'loses',
    'scheme of the load balancer',
    'it is recreated with another name and other addresses',
    (r) => {
      r.LoadBalancer.Properties.Scheme = 'internal';
    },
  ),
  pair('nlb-name', 'loses', 'name of the load balancer', 'it is recreated', (r) => {
    r.LoadBalancer.Properties.Name = 'dns-prod';
  }),
  pair('nlb-type', 'loses', 'type of the load balancer', 'it is recreated', (r) => {
    r.LoadBalancer.Properties.Type = 'application';
  }),
  pair('nlb-moved', 'loses', 'the load balancer moves to another construct', 'it is destroyed and created', (_, t) => {
    rename(t, 'LoadBalancer', 'EdgeLoadBalancer');
  }),
  pair('nlb-removed', 'loses', 'the load balancer is removed', 'its name and addresses go', (r) => {
    delete r.LoadBalancer;
    delete r.Listener;
    r.Service.DependsOn = [];
  }),
  pair(
    'addresses-dropped',
    'loses',
    'addresses are dropped from SubnetMappings',
    'an update in place takes the fixed addresses away',
    (r) => {
      for (const mapping of r.LoadBalancer.Properties.SubnetMappings) delete mapping.AllocationId;
    },
  ),
  pair(
    'mappings-to-subnets',
    'loses',
    'SubnetMappings become Subnets',
    'an update in place takes the fixed addresses away',
    (r) => {
      delete r.LoadBalancer.Properties.SubnetMappings;
      r.LoadBalancer.Properties.Subnets = ['subnet-a', 'subnet-b'];
    },
  ),
  pair(
    'mapping-removed',
    'loses',
    'a zone with its address is removed',
    'network interface, address and flows of the zone go',
    (r) => {
      r.LoadBalancer.Properties.SubnetMappings.pop();
    },
  ),
  pair(
    'zone-removed',
    'loses',
    'a zone without fixed address is removed',
    'network interface, address and flows of the zone go',
    (r) => {
      r.LoadBalancer.Properties.Subnets.pop();
    },
    (r) => {
      delete r.LoadBalancer.Properties.SubnetMappings;
      r.LoadBalancer.Properties.Subnets = ['subnet-a', 'subnet-b'];
    },
  ),
  pair('subnet-exchanged', 'loses', 'a subnet is exchanged for another', 'the address in the old one goes', (r) => {
    r.LoadBalancer.Properties.SubnetMappings[1].SubnetId = 'subnet-x';
  }),
  pair(
    'subnet-recreated',
    'loses',
    'the subnet of a zone is recreated',
    'the load balancer leaves the old one',
    (r) => {
      r.Subnet.Properties.CidrBlock = '10.0.9.0/24';
    },
    (r) => {
      r.Subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' } };
      r.LoadBalancer.Properties.SubnetMappings[0].SubnetId = { Ref: 'Subnet' };
    },
  ),
  pair(
    'private-address',
    'loses',
    'fixed private address of a zone',
    'clients hold the old one',
    (r) => {
      r.LoadBalancer.Properties.SubnetMappings[0] = { SubnetId: 'subnet-a', PrivateIPv4Address: '10.0.1.20' };
    },
    (r) => {
      r.LoadBalancer.Properties.SubnetMappings[0] = { SubnetId: 'subnet-a', PrivateIPv4Address: '10.0.1.10' };
    },
  ),
  pair(
    'subnets-by-condition',
    'loses',
    'the subnets depend on a condition only known at deployment',
    'the addresses may go: fail closed',
    (r, t) => {
      t.Parameters.Small = { Type: 'String' };
      t.Conditions = { Small: { 'Fn::Equals': [{ Ref: 'Small' }, 'yes'] } };
      const { SubnetMappings } = r.LoadBalancer.Properties;
      r.LoadBalancer.Properties.SubnetMappings = { 'Fn::If': ['Small', SubnetMappings.slice(0, 1), SubnetMappings] };
    },
  ),
  pair(
    'ipv6-removed',
    'loses',
    'dual-stack becomes IPv4',
    'the IPv6 addresses go',
    (r) => {
      r.LoadBalancer.Properties.IpAddressType = 'ipv4';
    },
    (r) => {
      r.LoadBalancer.Properties.IpAddressType = 'dualstack';
    },
  ),
  pair(
    'address-orphaned',
    'loses',
    'addresses with Retain are removed',
    'they leak, and the load balancer no longer has them',
    (r) => {
      delete r.AddressA;
      delete r.AddressB;
      for (const mapping of r.LoadBalancer.Properties.SubnetMappings) delete mapping.AllocationId;
    },
  ),
  pair('address-replaced', 'loses', 'network border group of an address', 'another address is allocated', (r) => {
    r.AddressA.Properties.NetworkBorderGroup = 'eu-west-1-wl1';
  }),
  pair('address-moved', 'loses', 'logical ID of an address', 'the old one leaks, another one is allocated', (_, t) => {
    rename(t, 'AddressA', 'ElasticA');
  }),
  pair(
    'record-renamed',
    'loses',
    'the name that clients resolve',
    'the old record is deleted',
    (r) => {
      r.Record.Properties.Name = 'dns2.example.com';
    },
    (r) => {
      r.Record = {
        Type: 'AWS::Route53::RecordSet',
        Properties: {
          Name: 'dns.example.com',
          Type: 'A',
          HostedZoneId: 'Z1',
          TTL: '60',
          ResourceRecords: ['192.0.2.1'],
        },
      };
    },
  ),
  pair(
    'log-group-destroyed',
    'loses',
    'a log group without Retain is removed',
    'its data is deleted',
    (r) => {
      delete r.Logs;
    },
    (r) => {
      r.Logs.DeletionPolicy = 'Delete';
    },
  ),
  pair(
    'log-group-recreated',
    'loses',
    'name of a log group without Retain',
    'its data is deleted',
    (r) => {
      r.Logs.Properties.LogGroupName = '/dns/production';
    },
    (r) => {
      r.Logs.UpdateReplacePolicy = 'Delete';
    },
  ),
  pair(
    'log-retention-shorter',
    'loses',
    'logs are kept for a shorter time',
    'what is older is deleted, in place',
    (r) => {
      r.Logs.Properties.RetentionInDays = 7;
    },
  ),
  pair(
    'objects-expire-earlier',
    'loses',
    'objects of a bucket expire earlier',
    'what is older is deleted, in place',
    (r) => {
      r.Captures.Properties.LifecycleConfiguration.Rules[0].ExpirationInDays = 30;
    },
    bucket,
  ),
  pair(
    'images-expire-earlier',
    'loses',
    'fewer images are kept',
    'those beyond are deleted, and no task can start from them',
    (r) => {
      r.Images.Properties.LifecyclePolicy.LifecyclePolicyText = imagePolicy(5);
    },
    imageRepository,
  ),
  pair(
    'items-expire',
    'loses',
    'items of a table begin to expire',
    'those whose time is over are deleted, in place',
    (r) => {
      r.Sessions.Properties.TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true };
    },
    (r) => {
      r.Sessions = {
        Type: 'AWS::DynamoDB::Table',
        Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' },
      };
    },
  ),
  pair(
    'bucket-destroyed',
    'loses',
    'a bucket is removed',
    'its data is deleted',
    (r) => {
      delete r.Zones;
    },
    (r) => {
      r.Zones = { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Delete' };
    },
  ),
  pair('type-exchanged', 'loses', 'a logical ID gets another type', 'the address under it is released', (r) => {
    r.AddressA = { Type: 'AWS::CloudWatch::Alarm', Properties: r.Alarm.Properties };
    r.LoadBalancer.Properties.SubnetMappings[0] = { SubnetId: 'subnet-a' };
  }),
  pair(
    'nlb-by-parameter',
    'loses',
    'the default of a parameter that the name is made of',
    'the load balancer is recreated',
    (_, t) => {
      t.Parameters.Name.Default = 'dns-production';
    },
    (r, t) => {
      t.Parameters.Name = { Type: 'String', Default: 'dns-prod' };
      r.LoadBalancer.Properties.Name = { 'Fn::Sub': '${Name}-nlb' };
    },
  ),
  pair(
    'nlb-by-condition',
    'loses',
    'a condition turns false before the load balancer',
    'it is destroyed',
    (_, t) => {
      t.Conditions.Public = { 'Fn::Equals': ['yes', 'no'] };
    },
    (r, t) => {
      t.Conditions = { Public: { 'Fn::Equals': ['yes', 'yes'] } };
      r.LoadBalancer.Condition = 'Public';
    },
  ),
  pair(
    'nlb-by-mapping',
    'loses',
    'a mapping that the scheme is looked up in',
    'the load balancer is recreated',
    (_, t) => {
      t.Mappings.Stage.prod.Scheme = 'internal';
    },
    (r, t) => {
      t.Mappings = { Stage: { prod: { Scheme: 'internet-facing' } } };
      r.LoadBalancer.Properties.Scheme = { 'Fn::FindInMap': ['Stage', 'prod', 'Scheme'] };
    },
  ),
  pair(
    'loop-of-addresses',
    'loses',
    'a loop over addresses changes',
    'what it makes is only known at deployment: fail closed',
    (r) => {
      r['Fn::ForEach::Addresses'][1] = ['a'];
    },
    (r, t) => {
      t.Transform = 'AWS::LanguageExtensions';
      r['Fn::ForEach::Addresses'] = ['Zone', ['a', 'b'], { 'Extra${Zone}': { Type: 'AWS::EC2::EIP' } }];
    },
  ),
];
