import { createHash } from 'node:crypto';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Aspects, CfnResource, type IAspect, Names, type Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { deployTimeIamArn } from './constructs/deploy-time-value';
import type { Roles } from './model';

/** What IAM accepts. */
const MAX_NAME_LENGTH = 64;

/** Gives every IAM role of a stack what the organisation demands of all: those of extensions and of the CDK, too. */
export function applyRoleSettings(stack: Stack, roles: Roles): void {
  const { permissionsBoundary } = roles;
  if (permissionsBoundary !== undefined) {
    iam.PermissionsBoundary.of(stack).apply(
      /^(arn|ssm):/.test(permissionsBoundary)
        ? iam.ManagedPolicy.fromManagedPolicyArn(stack, 'PermissionsBoundary', deployTimeIamArn(permissionsBoundary))
        : iam.ManagedPolicy.fromManagedPolicyName(stack, 'PermissionsBoundary', permissionsBoundary),
    );
  }
  if (roles.path !== undefined || roles.namePrefix !== undefined) {
    Aspects.of(stack).add(new RoleNames(roles));
  }
}

class RoleNames implements IAspect {
  constructor(private readonly roles: Roles) {}

  visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::IAM::Role') {
      return;
    }
    const { path, namePrefix } = this.roles;
    if (path !== undefined) {
      node.addPropertyOverride('Path', path);
    }
    const { roleName } = node as iam.CfnRole;
    if (namePrefix !== undefined && !roleName?.startsWith(namePrefix)) {
      node.addPropertyOverride('RoleName', `${namePrefix}${uniqueName(node, namePrefix.length, path)}`);
    }
  }
}

/**
 * A name from the stack's and the role's own. Names are unique in the account whatever their path, and a role with
 * another path is a new role that is created before the old one goes, so the path is part of the name.
 */
function uniqueName(role: CfnResource, prefixLength: number, path: string | undefined): string {
  const suffix = path === undefined ? '' : `-${createHash('sha256').update(path).digest('hex').slice(0, 4)}`;
  const maxLength = MAX_NAME_LENGTH - prefixLength - suffix.length;
  return `${Names.uniqueResourceName(role, { maxLength, separator: '-', allowedSpecialCharacters: '-' })}${suffix}`;
}
