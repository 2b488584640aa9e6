import type { Aws } from '../../clients/aws/cli';
import { asList, isObject, type Json, type JsonObject } from '../../util/json';
import { shortText, UserError } from '../../util/user-error';
import { resolveIn } from '../access';
import { type Checked, NOTHING, noted } from './problem';
import type { Precheck } from './subject';

/** What the role of CloudFormation may do, as far as it could be read. */
export type ExecutionPower =
  | { readonly kind: 'administrator'; readonly by: string }
  | { readonly kind: 'scoped'; readonly by: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const MEANING =
  'whoever deploys this stage is one as well. `npx udp-service bootstrap-policy <stage>` writes policies that end that';

/** Says what CloudFormation may do for the stage, because whoever deploys may do it through CloudFormation. */
export async function checkExecutionRole({ assembly, access }: Precheck): Promise<Checked> {
  const roles = new Set(assembly.stacks.flatMap(({ roles: { execution } }) => execution ?? []));
  const notes = await Promise.all(
    [...roles].map(async (role) => {
      const arn = resolveIn(access, role);
      const power = await executionPower(access.reader, arn);
      return `the execution role ${arn} ${meaningOf(power)}`;
    }),
  );
  return notes.length === 0 ? NOTHING : noted(...notes);
}

function meaningOf(power: ExecutionPower): string {
  if (power.kind === 'administrator') return `is an administrator (${power.by}), and ${MEANING}`;
  if (power.kind === 'scoped') return `is scoped (${power.by})`;
  return `could not be read, so whether it is an administrator is unknown (${power.reason})`;
}

/** Reads the policies of a role and its boundary. */
export async function executionPower(aws: Aws, arn: string): Promise<ExecutionPower> {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  try {
    const { Role } = await aws<{ Role: { PermissionsBoundary?: { PermissionsBoundaryArn: string } } }>(
      ...call('get-role', name),
    );
    const { AttachedPolicies } = await aws<{ AttachedPolicies: { PolicyArn: string }[] }>(
      ...call('list-attached-role-policies', name),
    );
    const { PolicyNames } = await aws<{ PolicyNames: string[] }>(...call('list-role-policies', name));
    const attached = AttachedPolicies.map(({ PolicyArn }) => PolicyArn);
    const documents = await Promise.all([
      ...attached.map((policy) => managed(aws, policy)),
      ...PolicyNames.map((policy) => inline(aws, name, policy)),
    ]);
    const boundary = Role.PermissionsBoundary?.PermissionsBoundaryArn;
    const isLimited = boundary !== undefined && !administers([await managed(aws, boundary)]);
    const names = [...attached.map(lastPart), ...PolicyNames].join(', ') || 'no policy';
    const by = boundary === undefined ? names : `${names}; boundary ${lastPart(boundary)}`;
    return administers(documents) && !isLimited ? { kind: 'administrator', by } : { kind: 'scoped', by };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unknown', reason: shortText(error) };
    throw error;
  }
}

function call(operation: string, role: string): ['iam', string, '--role-name', string] {
  return ['iam', operation, '--role-name', role];
}

async function managed(aws: Aws, arn: string): Promise<Json> {
  const { Policy } = await aws<{ Policy: { DefaultVersionId: string } }>('iam', 'get-policy', '--policy-arn', arn);
  const version = ['--policy-arn', arn, '--version-id', Policy.DefaultVersionId];
  const { PolicyVersion } = await aws<{ PolicyVersion: { Document: Json } }>('iam', 'get-policy-version', ...version);
  return PolicyVersion.Document;
}

async function inline(aws: Aws, role: string, name: string): Promise<Json> {
  const { PolicyDocument } = await aws<{ PolicyDocument: Json }>(
    ...call('get-role-policy', role),
    '--policy-name',
    name,
  );
  return PolicyDocument;
}

/** By these, on whatever role and under no condition, a role gives itself or another one everything. */
const ESCALATING = ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:CreatePolicyVersion'];

/** Whether policies let their role become an administrator. */
export function administers(documents: readonly Json[]): boolean {
  const statements = documents.flatMap((document) => (isObject(document) ? asList(document.Statement) : []));
  const of = (effect: string) => statements.filter((one): one is JsonObject => isObject(one) && one.Effect === effect);
  return ESCALATING.some(
    (action) => of('Allow').some((one) => covers(one, action)) && !of('Deny').some((one) => covers(one, action)),
  );
}

/** Whether a statement is about an action on everything, whatever the circumstances. */
function covers({ Action, NotAction, Resource, Condition }: JsonObject, action: string): boolean {
  const named = (patterns: Json | undefined) =>
    asList(patterns).some((one) => typeof one === 'string' && matches(one.toLowerCase(), action.toLowerCase()));
  const isUnconditional = Condition === undefined || (isObject(Condition) && Object.keys(Condition).length === 0);
  const isMeant = NotAction === undefined ? named(Action) : !named(NotAction);
  return isMeant && isUnconditional && asList(Resource).includes('*');
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`).test(text);
}

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
