import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Extensions } from '../../blueprint/src/template/extension-points';

const USER = '1000';

/** A file system that all tasks share and that outlives them, at `/data`. */
export const extensions: Extensions = {
  taskDefinition({ stack, vpc, taskSubnets, taskSecurityGroup, taskDefinition, taskRole, container }) {
    const securityGroup = new ec2.SecurityGroup(stack, 'FilesSecurityGroup', {
      vpc,
      description: 'File system: admits the tasks alone',
      allowAllOutbound: false,
    });
    securityGroup.connections.allowFrom(taskSecurityGroup, ec2.Port.tcp(efs.FileSystem.DEFAULT_PORT));
    const files = new efs.FileSystem(stack, 'Files', {
      vpc,
      vpcSubnets: { subnets: [...taskSubnets] },
      securityGroup,
      encrypted: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Whatever user the container runs as, it works below this directory as this user.
    const accessPoint = files.addAccessPoint('Data', {
      path: '/data',
      createAcl: { ownerUid: USER, ownerGid: USER, permissions: '750' },
      posixUser: { uid: USER, gid: USER },
    });
    files.grant(taskRole, 'elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite');
    taskDefinition.addVolume({
      name: 'data',
      efsVolumeConfiguration: {
        fileSystemId: files.fileSystemId,
        transitEncryption: 'ENABLED',
        authorizationConfig: { accessPointId: accessPoint.accessPointId, iam: 'ENABLED' },
      },
    });
    container.addMountPoints({ sourceVolume: 'data', containerPath: '/data', readOnly: false });
  },
  // A task that starts before the file system can be mounted fails.
  service({ service, stack }) {
    service.node.addDependency(stack.node.findChild('Files'));
  },
};
