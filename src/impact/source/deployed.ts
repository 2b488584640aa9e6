import type { Aws } from '../../clients/aws/cli';
import { parseTemplate } from '../../cloudformation/parse/parse';
import type { Assembly, ParsedTemplate, Stack } from '../../cloudformation/stack';
import { isObject, type Json, type JsonObject } from '../../util/json';
import { UserError } from '../../util/user-error';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** In these states nothing of a stack runs: it was never created, or it is gone. */
const NOTHING_RUNS = /^(REVIEW_IN_PROGRESS|ROLLBACK_COMPLETE|DELETE_COMPLETE)$/;

interface Description {
  readonly StackStatus: string;
  readonly EnableTerminationProtection?: boolean;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/**
 * What is deployed of an assembly: its stacks as they stand in CloudFormation, each as far as it exists. Roles and topics of
 * the deployment are taken from the assembly, because CloudFormation does not tell them.
 */
export async function readDeployed(head: Assembly, aws: Aws): Promise<Assembly> {
  const roots = head.stacks.filter(({ parameters }) => parameters === undefined);
  const stacks = await Promise.all(roots.map((stack) => readStack(stack, head, aws)));
  return { kind: 'assembly', stacks: stacks.flat(), missing: [] };
}

async function readStack(head: Stack, assembly: Assembly, aws: Aws): Promise<Stack[]> {
  const name = head.name ?? head.id;
  try {
    const { Stacks } = await aws<{ Stacks: Description[] }>('cloudformation', 'describe-stacks', '--stack-name', name);
    const [{ StackStatus, EnableTerminationProtection, Tags = [] }] = Stacks;
    if (NOTHING_RUNS.test(StackStatus)) return [];
    const stack: Stack = {
      ...head,
      ...(await readTemplate(name, aws)),
      terminationProtection: EnableTerminationProtection === true,
      tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
      assets: new Map(),
    };
    return await withNested(stack, name, assembly, aws);
  } catch (error) {
    if (error instanceof UserError && /does not exist/.test(error.message)) return [];
    throw error;
  }
}

async function readTemplate(name: string, aws: Aws): Promise<ParsedTemplate> {
  const answer = await aws<{ TemplateBody: string | JsonObject }>(
    'cloudformation',
    'get-template',
    '--stack-name',
    name,
    '--template-stage',
    'Original',
  );
  const { TemplateBody: body } = answer;
  return parseTemplate(typeof body === 'string' ? body : JSON.stringify(body), `the template of the stack ${name}`);
}

/** A stack, and those nested in it that the assembly knows, too. */
async function withNested(stack: Stack, name: string, assembly: Assembly, aws: Aws): Promise<Stack[]> {
  const children = await Promise.all(
    Object.entries(stack.template.Resources).map(async ([logicalId, resource]) => {
      const id = `${stack.id}/${logicalId}`;
      const head = assembly.stacks.find((other) => other.id === id);
      if (!isObject(resource) || resource.Type !== NESTED_STACK || head === undefined) return [];
      const { StackResourceDetail } = await aws<{ StackResourceDetail: { PhysicalResourceId: string } }>(
        'cloudformation',
        'describe-stack-resource',
        '--stack-name',
        name,
        '--logical-resource-id',
        logicalId,
      );
      const physicalId = StackResourceDetail.PhysicalResourceId;
      const child: Stack = {
        ...head,
        ...(await readTemplate(physicalId, aws)),
        parameters: parametersOf(resource),
        assets: new Map(),
      };
      return withNested(child, physicalId, assembly, aws);
    }),
  );
  const nested = children.flat();
  const found = new Set(
    nested.flatMap(({ id }) => (id.startsWith(`${stack.id}/`) ? [id.slice(stack.id.length + 1)] : [])),
  );
  return [{ ...stack, nested: found }, ...nested];
}

function parametersOf(resource: JsonObject): JsonObject {
  const { Parameters }: { Parameters?: Json } = isObject(resource.Properties) ? resource.Properties : {};
  return isObject(Parameters) ? Parameters : {};
}
