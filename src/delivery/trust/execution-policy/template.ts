import { LARGEST_POLICY, type PolicyDocument, sizeOf } from './document';
import type { ExecutionPolicies } from './policy';

/** The policies as a template of CloudFormation, which a person deploys before the bootstrap. */
export function policyTemplate(policies: ExecutionPolicies, stage: string): object {
  const { execution, executionBoundary, roleBoundary } = policies;
  const resource = (name: string, PolicyDocument: PolicyDocument, Description: string) => {
    const size = sizeOf(PolicyDocument);
    if (size > LARGEST_POLICY) throw new Error(`${name}: has ${size} characters, and IAM accepts ${LARGEST_POLICY}`);
    return { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: name, Description, PolicyDocument } };
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `What CloudFormation may do when it deploys the stage ${stage}`,
    Resources: Object.fromEntries([
      ...Object.entries(execution).map(([name, document], index) => [
        `Execution${index + 1}`,
        resource(name, document, `What CloudFormation may do for the stage ${stage}`),
      ]),
      ['ExecutionBoundary', resource(...executionBoundary, 'What CloudFormation can never do more than')],
      ...(roleBoundary
        ? [['RoleBoundary', resource(...roleBoundary, 'What roles of the stacks can never do more than')]]
        : []),
    ]),
  };
}
