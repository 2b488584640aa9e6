import type { Aws } from '../clients/aws/cli';
import { UserError } from '../util/user-error';

/** A stack as CloudFormation knows it. */
export interface DeployedStack {
  readonly id: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly terminationProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly outputs: readonly StackOutput[];
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
}

interface Answer {
  readonly StackId: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly EnableTerminationProtection?: boolean;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly Outputs?: readonly {
    readonly OutputKey: string;
    readonly OutputValue: string;
    readonly Description?: string;
  }[];
}

/** A stack by its name; `undefined` where there is none. */
export async function describeStack(aws: Aws, name: string): Promise<DeployedStack | undefined> {
  try {
    const { Stacks } = await aws<{ Stacks: Answer[] }>('cloudformation', 'describe-stacks', '--stack-name', name);
    const [stack] = Stacks;
    return {
      id: stack.StackId,
      status: stack.StackStatus,
      statusReason: stack.StackStatusReason,
      terminationProtection: stack.EnableTerminationProtection === true,
      tags: Object.fromEntries((stack.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      outputs: (stack.Outputs ?? []).map(({ OutputKey: key, OutputValue: value, Description: description }) => ({
        key,
        value,
        description,
      })),
    };
  } catch (error) {
    if (isNoStack(error)) return undefined;
    throw error;
  }
}

/** CloudFormation has no code of its own for a stack that does not exist. */
export function isNoStack(error: unknown): boolean {
  return error instanceof UserError && /does not exist/.test(error.message);
}
