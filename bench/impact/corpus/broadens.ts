import type { CorpusCase } from './case';
import { pair } from './pair';
import { aclDenial, notAction, prefixList } from './preparations';

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
