import type { Control } from '../control';
import { EC2 } from './ec2';
import { ECS } from './ecs';
import { ELB } from './elb';
import { CLOUDWATCH, KMS, SNS } from './watching';

/** The controls of Security Hub that concern what this template makes, by service. */
export const CONTROLS: readonly (readonly [service: string, controls: readonly Control[]])[] = [
  ['Amazon ECS', ECS],
  ['Elastic Load Balancing', ELB],
  ['Amazon EC2 and VPC', EC2],
  ['Amazon SNS', SNS],
  ['Amazon CloudWatch and CloudWatch Logs', CLOUDWATCH],
  ['AWS KMS', KMS],
];
