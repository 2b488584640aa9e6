import type { Change } from './pair';

export const notAction: Change = (r) => {
  const [statement] = r.TaskPolicy.Properties.PolicyDocument.Statement;
  statement.NotAction = ['iam:*', 'organizations:*'];
  delete statement.Action;
};

export const aclDenial: Change = (r) => {
  r.AclEntry = {
    Type: 'AWS::EC2::NetworkAclEntry',
    Properties: { NetworkAclId: 'acl-1', RuleNumber: 50, Protocol: -1, RuleAction: 'deny', CidrBlock: '192.0.2.0/24' },
  };
};

export const bucket: Change = (r) => {
  r.Captures = {
    Type: 'AWS::S3::Bucket',
    Properties: {
      LifecycleConfiguration: {
        Rules: [{ Id: 'flows', Status: 'Enabled', Prefix: 'flows/', ExpirationInDays: 90 }],
      },
    },
  };
};

export const imageRepository: Change = (r) => {
  r.Images = {
    Type: 'AWS::ECR::Repository',
    Properties: { LifecyclePolicy: { LifecyclePolicyText: imagePolicy(50) } },
  };
};

export function imagePolicy(countNumber: number): string {
  const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber };
  return JSON.stringify({ rules: [{ rulePriority: 1, selection, action: { type: 'expire' } }] });
}

export const prefixList: Change = (r) => {
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
