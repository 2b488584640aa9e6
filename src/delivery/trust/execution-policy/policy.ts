import type { Service, Stage } from '../../../model/model';
import { partitionOf } from '../../../service/partition';
import { UserError } from '../../../util/user-error';
import { type PolicyDocument, type PolicyStatement, policyOf, split } from './document';
import { GLOBAL_SERVICES, NEEDS } from './needs';
import type { TemplateNeeds } from './templates';

/** The policies that let CloudFormation deploy a stage, and nothing beyond it. */
export interface ExecutionPolicies {
  /** By name: what the execution role of the bootstrap stack is given. */
  readonly execution: Readonly<Record<string, PolicyDocument>>;
  /** What the execution role can never have more of. */
  readonly executionBoundary: readonly [name: string, document: PolicyDocument];
  /** What the roles of the stacks can never have more of; absent where the stage names a boundary of its own. */
  readonly roleBoundary?: readonly [name: string, document: PolicyDocument];
  /** What the policies do not cover, a sentence each. */
  readonly open: readonly string[];
}

/** A stage that has a place. */
export type PlacedStage = Stage & { readonly account: string; readonly region: string };

/** What stands in all names of policies of a stage. */
const prefixOf = (service: string, stage: string): string => `udp-service-${service}-${stage}`;

/** Name of the boundary that the roles of a stage are to have. */
export function roleBoundaryName(service: string, stage: string): string {
  return `${prefixOf(service, stage)}-role-boundary`;
}

/**
 * Names that CloudFormation makes begin with that of the stack, which is cut off where the whole would be longer than IAM
 * accepts: so many letters of it always remain.
 */
const KEPT_OF_STACK_NAME = 20;

/** What changes what a role may do; only of roles that have the boundary. */
const BOUNDED_ACTIONS = ['CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'AttachRolePolicy'].concat(
  'DeleteRolePolicy',
  'DetachRolePolicy',
);
const ROLE_ACTIONS = ['DeleteRole', 'GetRole*', 'ListRole*', 'ListAttachedRolePolicies'].concat(
  ['ListInstanceProfilesForRole', 'TagRole', 'UntagRole', 'UpdateRole', 'UpdateRoleDescription'],
  'UpdateAssumeRolePolicy',
);
const GUARD_ACTIONS = ['CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion', 'SetDefaultPolicyVersion'];

const iam = (actions: readonly string[]): string[] => actions.map((action) => `iam:${action}`);

/**
 * Makes the policies of a stage from what its templates hold.
 *
 * @param also actions that the templates do not tell of
 * @throws UserError where roles have no boundary, so that whoever deploys could make one that may do anything
 */
export function executionPolicies(
  service: Pick<Service, 'name'>,
  stage: PlacedStage,
  needs: TemplateNeeds,
  also: readonly string[] = [],
): ExecutionPolicies {
  const names = namesOf(service.name, stage);
  checkBoundaries(service.name, stage, needs);
  const { types } = needs;
  const known = types.flatMap((type) => NEEDS[type] ?? []);
  const actions = unique([...known.flatMap((one) => one.actions), ...parameterActions(needs), ...also]);
  const isGlobal = (action: string) => GLOBAL_SERVICES.has(action.split(':')[0]);
  const guards = guardStatements(stage, names);
  const statements: PolicyStatement[] = [
    allow(
      'Regional',
      actions.filter((action) => !isGlobal(action)),
      ['*'],
      {
        StringEquals: { 'aws:RequestedRegion': stage.region },
      },
    ),
    allow('Global', actions.filter(isGlobal), ['*']),
    ...roleStatements(stage, names, needs),
    ...guards,
  ].filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);
  const services = unique(actions.map((action) => `${action.split(':')[0]}:*`));
  return {
    execution: Object.fromEntries(
      split(statements).map((document, index) => [`${names.prefix}-execution-${index + 1}`, document]),
    ),
    executionBoundary: [
      `${names.prefix}-execution-boundary`,
      policyOf([allow('Services', services, ['*']), ...roleStatements(stage, names, needs), ...guards]),
    ],
    ...(names.makesRoleBoundary && {
      roleBoundary: [names.roleBoundary, policyOf([...boundaryOfRoles(stage, names, needs, also), ...guards])],
    }),
    open: [
      ...types
        .filter((type) => NEEDS[type] === undefined)
        .map((type) => `what ${type} needs: give its actions with --also`),
      ...(names.makesRoleBoundary ? needs.roleActions.filter(isTooWide) : []).map(
        (action) => `the action ${action}, which a role of the stacks allows: its boundary does not`,
      ),
      ...needs.open,
    ],
  };
}

/** What would let a role give itself more: everything at once, and what concerns identities. */
function isTooWide(action: string): boolean {
  return action !== 'iam:PassRole' && /^(\*|(iam|organizations|account):|sts:\*)/.test(action);
}

/** What the roles of the stacks may be allowed: what their policies name today, and to hand on no role but their own. */
function boundaryOfRoles(
  stage: PlacedStage,
  names: Names,
  needs: TemplateNeeds,
  also: readonly string[],
): PolicyStatement[] {
  const actions = unique([...needs.roleActions, ...also]).filter((action) => !isTooWide(action));
  const passes = actions.includes('iam:PassRole');
  return [
    allow(
      'Roles',
      actions.filter((action) => action !== 'iam:PassRole'),
      ['*'],
    ),
    allow('PassRole', ['iam:PassRole'], passes ? unique([...rolesOf(stage, names, needs), ...needs.foreignRoles]) : []),
  ].filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);
}

/** ARNs of the roles that the stacks make. */
function rolesOf({ roles: { path = '/' } }: PlacedStage, names: Names, { roleNames }: TemplateNeeds): string[] {
  return unique([...names.roles, ...roleNames.map((name) => `${names.account}:role${path}${name}`)]);
}

interface Names {
  readonly prefix: string;
  /** Name of the boundary that the stacks' roles have. */
  readonly roleBoundary: string;
  readonly roleBoundaryArn: string;
  readonly makesRoleBoundary: boolean;
  /** ARNs of the roles that the stacks make. */
  readonly roles: readonly string[];
  readonly account: string;
}

function namesOf(service: string, stage: PlacedStage): Names {
  const account = `arn:${partitionOf(stage.region)}:iam::${stage.account}`;
  const own = roleBoundaryName(service, stage.name);
  const boundary = stage.roles.permissionsBoundary ?? own;
  const { path = '/' } = stage.roles;
  const stack = `${service}-${stage.name}-`.slice(0, KEPT_OF_STACK_NAME);
  return {
    account,
    prefix: prefixOf(service, stage.name),
    roleBoundary: own,
    roleBoundaryArn: boundary.startsWith('arn:') ? boundary : `${account}:policy/${boundary}`,
    makesRoleBoundary: boundary === own,
    roles: [`${account}:role${path}${stack}*`],
  };
}

function checkBoundaries(service: string, { name, roles }: Stage, { unboundRoles }: TemplateNeeds): void {
  const boundary = roles.permissionsBoundary;
  const remedy = `Give the stage roles: { permissionsBoundary: '${roleBoundaryName(service, name)}' } in .projenrc.ts, run \`npx projen\` and \`npx projen synth\`, then this again.`;
  if (boundary === undefined || unboundRoles.length > 0) {
    const which = boundary === undefined ? '' : ` (${unboundRoles.join(', ')})`;
    throw new UserError({
      subject: `stage ${name}`,
      cause: `its roles have no permissions boundary${which}, so whoever deploys could make a role that may do anything`,
      remedy,
    });
  }
  if (boundary.startsWith('ssm:')) {
    throw new UserError({
      subject: `stage ${name}`,
      cause: `its roles have the permissions boundary of the parameter ${boundary.slice('ssm:'.length)}, and a policy needs its name`,
      remedy: 'Name the policy itself in roles.permissionsBoundary.',
    });
  }
}

/** What CloudFormation may do with roles: those of the stacks, while they have the boundary. */
function roleStatements(stage: PlacedStage, names: Names, needs: TemplateNeeds): PolicyStatement[] {
  const known = needs.types.flatMap((type) => NEEDS[type] ?? []);
  const roles = rolesOf(stage, names, needs);
  const linked = unique(known.flatMap(({ passesServiceLinkedRole: one }) => one ?? []));
  const makes = needs.types.includes('AWS::IAM::Role');
  const services = unique(known.flatMap(({ passesRolesTo: all = [] }) => all));
  const passed = unique([
    ...(makes ? roles : []),
    ...needs.foreignRoles,
    ...linked.map((one) => `${names.account}:role/aws-service-role/${one}/*`),
  ]);
  return [
    ...(makes
      ? [
          allow('BoundedRoles', iam(BOUNDED_ACTIONS), roles, {
            StringEquals: { 'iam:PermissionsBoundary': names.roleBoundaryArn },
          }),
          allow('Roles', iam(ROLE_ACTIONS), roles),
        ]
      : []),
    allow('PassRole', ['iam:PassRole'], passed, { StringEquals: { 'iam:PassedToService': services } }),
    // of roles that are made elsewhere, too
    allow('ReadRoles', ['iam:GetRole'], passed),
    allow(
      'ServiceLinkedRoles',
      ['iam:CreateServiceLinkedRole'],
      unique(known.flatMap(({ serviceLinkedRoles: all = [] }) => all)).map(
        (one) => `${names.account}:role/aws-service-role/${one}/*`,
      ),
    ),
  ].filter(({ Resource }) => Resource.length > 0);
}

/** What nobody with these policies may touch: the boundaries, the roles of the workflows and of the bootstrap stack. */
function guardStatements({ trust, roles, account, region }: PlacedStage, names: Names): PolicyStatement[] {
  const { path = '/' } = roles;
  const ofWorkflows = (trust?.roles ?? []).map(({ name }) => `${names.account}:role${path}${name}`);
  return [
    deny('Guards', iam(GUARD_ACTIONS), [`${names.account}:policy/${names.prefix}-*`, names.roleBoundaryArn]),
    deny('KeepBoundaries', ['iam:DeleteRolePermissionsBoundary'], ['*']),
    deny(
      'OtherRoles',
      ['iam:*', 'sts:AssumeRole'],
      [...ofWorkflows, `arn:${partitionOf(region)}:iam::${account}:role/cdk-*`],
    ),
  ];
}

/** CloudFormation itself reads what fills a parameter in, and the version of the bootstrap stack. */
function parameterActions({ readsParameters, readsSecrets }: TemplateNeeds): string[] {
  return [
    ...(readsParameters ? ['ssm:GetParameter', 'ssm:GetParameters'] : []),
    ...(readsSecrets ? ['secretsmanager:GetSecretValue'] : []),
  ];
}

function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

function deny(Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement {
  return { Sid, Effect: 'Deny', Action, Resource };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
