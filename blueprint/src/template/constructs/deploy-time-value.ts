import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CfnDynamicReference, CfnDynamicReferenceService, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

const PARAMETER = /^ssm:(.+)$/;

/**
 * The ID of an existing resource: as it is given, or, for `ssm:` and a name, what the parameter of that name holds when
 * CloudFormation deploys the stack. Nothing is looked up when the stack is synthesized.
 */
export function deployTimeValue(scope: Construct, idOrParameter: string): string {
  const parameterName = PARAMETER.exec(idOrParameter)?.[1];
  return parameterName === undefined ? idOrParameter : StringParameter.valueForStringParameter(scope, parameterName);
}

/**
 * The same for an ARN that IAM reads. The checks of templates take the default of a parameter, which is its name, for its
 * value, and refuse a name where such an ARN belongs; so it is read by a dynamic reference.
 */
export function deployTimeIamArn(arnOrParameter: string): string {
  const parameterName = PARAMETER.exec(arnOrParameter)?.[1];
  return parameterName === undefined
    ? arnOrParameter
    : Token.asString(new CfnDynamicReference(CfnDynamicReferenceService.SSM, parameterName));
}
