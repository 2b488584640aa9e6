import type { Template } from '../../../cloudformation/stack';
import { asList, isObject, type Json, type JsonObject, valueAt } from '../../../util/json';

/** What templates tell of roles and permissions. */
export interface TemplateNeeds {
  readonly types: readonly string[];
  /** Names of roles that the templates give. */
  readonly roleNames: readonly string[];
  /** ARNs of roles that are made elsewhere and handed to services. */
  readonly foreignRoles: readonly string[];
  /** Actions that the policies of the roles allow. */
  readonly roleActions: readonly string[];
  /** Roles without a permissions boundary, by their logical ID. */
  readonly unboundRoles: readonly string[];
  /** Whether CloudFormation reads parameters of SSM, or secrets, to fill something in. */
  readonly readsParameters: boolean;
  readonly readsSecrets: boolean;
  /** What cannot be told from the templates, a sentence each. */
  readonly open: readonly string[];
}

const ROLE = 'AWS::IAM::Role';
/**
 * What policies of AWS allow that constructs of the CDK attach.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
 */
const MANAGED_POLICIES: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
};
const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** Properties that name a role. */
const ROLE_PROPERTY = /(^|\.)(RoleARN|RoleArn|TaskRoleArn|ExecutionRoleArn|DeliverLogsPermissionArn)$/;

/** Reads what the templates of a stage need. */
export function readTemplates(templates: readonly Template[]): TemplateNeeds {
  const resources = templates.flatMap(({ Resources }) =>
    Object.entries(Resources).filter((entry): entry is [string, JsonObject] => isObject(entry[1])),
  );
  const typed = resources.map(([id, resource]) => ({ id, type: String(resource.Type), of: resource.Properties ?? {} }));
  const roles = typed.filter(({ type }) => type === ROLE);
  const text = JSON.stringify(templates);
  const passed = typed.filter(({ type }) => !type.startsWith('AWS::IAM::')).flatMap((one) => rolesPassed(one.of));
  return {
    types: unique(typed.map(({ type }) => type)),
    roleNames: unique(roles.flatMap(({ of }) => textAt(of, 'RoleName'))),
    foreignRoles: unique(passed.flatMap((role) => (typeof role === 'string' && ROLE_ARN.test(role) ? [role] : []))),
    roleActions: unique([
      ...typed.filter(({ type }) => type.startsWith('AWS::IAM::')).flatMap(({ of }) => allowed(of)),
      ...roles.flatMap(({ of }) => managedPolicies(of).flatMap((policy) => MANAGED_POLICIES[policy] ?? [])),
    ]),
    unboundRoles: roles.filter(({ of }) => valueAt(of, ['PermissionsBoundary']) === undefined).map(({ id }) => id),
    readsParameters: /"AWS::SSM::Parameter::|\{\{resolve:ssm/.test(text),
    readsSecrets: text.includes('{{resolve:secretsmanager'),
    open: [
      ...roles
        .filter(({ of }) => managedPolicies(of).some((policy) => MANAGED_POLICIES[policy] === undefined))
        .map(({ id }) => `what the managed policies of the role ${id} allow: add it to the boundary of the roles`),
      ...typed
        .filter(({ of }) => rolesPassed(of).some((role) => isObject(role) && refersToParameter(role, templates)))
        .map(({ id }) => `which role ${id} is given by a parameter: let CloudFormation pass it`),
    ],
  };
}

function textAt(of: Json, key: string): string[] {
  const value = valueAt(of, [key]);
  return typeof value === 'string' ? [value] : [];
}

/** The managed policies of a role: their path and name where AWS has made them, else what stands there. */
function managedPolicies(of: Json): string[] {
  return asList(valueAt(of, ['ManagedPolicyArns'])).map((policy) => {
    const text = JSON.stringify(policy);
    return /:iam::aws:policy\/([\w/-]+)"/.exec(text)?.[1] ?? text;
  });
}

/** Values of properties that name a role, at any depth. */
function rolesPassed(value: Json, path = ''): Json[] {
  if (Array.isArray(value)) return value.flatMap((item) => rolesPassed(item, path));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(ROLE_PROPERTY.test(key) ? [item] : []),
    ...rolesPassed(item, key),
  ]);
}

function refersToParameter(value: JsonObject, templates: readonly Template[]): boolean {
  const { Ref } = value;
  return typeof Ref === 'string' && templates.some(({ Parameters }) => isObject(Parameters) && Ref in Parameters);
}

/** Actions of the statements that allow, at any depth; trust policies, which name principals, left out. */
function allowed(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(allowed);
  if (!isObject(value)) return [];
  if (value.Effect === 'Allow' && value.Principal === undefined) {
    return asList(value.Action).filter((action): action is string => typeof action === 'string');
  }
  return Object.values(value).flatMap(allowed);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
