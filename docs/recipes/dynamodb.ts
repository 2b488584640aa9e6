import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Extensions } from '../../blueprint/src/template/extension-points';

/** A table that the application reads and writes by key, and nothing more. */
export const extensions: Extensions = {
  // Tasks without a way to the internet reach DynamoDB through an endpoint. In an imported VPC it is its owner's.
  network({ stage, createdVpc }) {
    if (stage.network.source === 'created' && stage.network.preset === 'isolated') {
      createdVpc?.addGatewayEndpoint('DynamoDb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB });
    }
  },
  taskDefinition({ stage, stack, container, taskRole }) {
    const table = new dynamodb.TableV2(stack, 'Sessions', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: stage.production },
      deletionProtection: stage.production,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    table.grant(taskRole, 'dynamodb:GetItem', 'dynamodb:PutItem');
    container.addEnvironment('SESSIONS_TABLE', table.tableName);
  },
};
