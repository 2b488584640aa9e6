import type { Extensions } from './template/extension-points';

/**
 * Your additions to the stacks. This file is yours: it is written once and never overwritten.
 *
 * Each hook is called once a stage, after what it is named after is complete. The handles it receives, and when each
 * hook runs, are documented in `template/extension-points.ts`.
 *
 * ```ts
 * import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
 * import type { CfnService } from 'aws-cdk-lib/aws-ecs';
 *
 * export const extensions: Extensions = {
 *   taskDefinition({ stack, container, taskRole }) {
 *     const table = new dynamodb.TableV2(stack, 'Sessions', {
 *       partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
 *     });
 *     table.grantReadWriteData(taskRole);
 *     container.addEnvironment('SESSIONS_TABLE', table.tableName);
 *   },
 *   // What no typed property reaches is reached through the CloudFormation resource below it.
 *   service({ stage, service }) {
 *     if (stage.name === 'prod') {
 *       (service.node.defaultChild as CfnService).addPropertyOverride('PlatformVersion', '1.4.0');
 *     }
 *   },
 * };
 * ```
 */
export const extensions: Extensions = {};
