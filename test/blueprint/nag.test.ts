import { Port } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Validations } from 'aws-cdk-lib/core';
import type { Extensions } from '../../blueprint/src/template/extension-points';
import type { Stage } from '../../blueprint/src/template/model';
import { nagFindings } from '../../blueprint/test/template/support/nag';
import { serviceOf, stage } from './support/services';
import { synthesize } from './support/synthesis';

function findings(overrides: Partial<Stage>, extensions: Extensions = {}): string[] {
  const checked = stage(overrides);
  return nagFindings(synthesize(serviceOf(checked), { extensions }).app, checked);
}

test('clients who are anywhere are acknowledged where the options say so', () => {
  const anywhere = { clients: { cidrs: ['0.0.0.0/0'], prefixLists: [], securityGroups: [] } };
  expect(findings(anywhere)).toEqual([]);
});

test('what is open to the world without having said so is found', () => {
  const extensions: Extensions = {
    service: ({ loadBalancerSecurityGroup }) => {
      loadBalancerSecurityGroup.connections.allowFromAnyIpv4(Port.udp(9));
    },
  };
  expect(findings({}, extensions)).toEqual([expect.stringMatching(/^AwsSolutions-EC23 at dev-service\/Traffic\//)]);
});

test('a wildcard of the options is meant word for word, and no other', () => {
  const { application } = stage();
  const statement = { effect: 'Allow', actions: ['s3:Get*'], resources: ['arn:aws:s3:::zones/*'] } as const;
  const written = { application: { ...application, taskRoleStatements: [statement] } };
  expect(findings(written)).toEqual([]);
  const extensions: Extensions = {
    taskDefinition: ({ taskRole }) => {
      taskRole.addToPrincipalPolicy(
        new PolicyStatement({ actions: ['s3:Put*'], resources: statement.resources.slice() }),
      );
    },
  };
  expect(findings(written, extensions)).toEqual([expect.stringMatching(/^AwsSolutions-IAM5\[Action::s3:Put\*\] at /)]);
});

test('what an extension adds is found, and acknowledged beside it', () => {
  const bucket =
    (...ids: string[]): Extensions['service'] =>
    ({ stack }) => {
      const added = new s3.Bucket(stack, 'Added');
      for (const id of ids) Validations.of(added).acknowledge({ id, reason: 'a test' });
    };
  const open = findings({}, { service: bucket() });
  expect(open).toContainEqual(
    expect.stringMatching(/^AwsSolutions-S1 at dev-service\/Added\/Resource: .*acknowledge it in/),
  );
  const ids = open.map((finding) => finding.split(' ')[0]);
  expect(findings({}, { service: bucket(...ids) })).toEqual([]);
});
