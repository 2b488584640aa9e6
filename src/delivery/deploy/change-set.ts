import { type Aws, awsErrorCode } from '../../clients/aws/cli';
import { finding } from '../../impact/finding';
import type { Finding } from '../../impact/model';
import { holdsData, holdsIdentity, isPart, isRevision } from '../../impact/resource-types';
import { blocks } from '../../model/levels';

/** What CloudFormation would do to one resource. */
export interface Change {
  readonly logicalId: string;
  readonly type: string;
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic';
  /** Whether the resource is recreated; `Conditional` where only the execution knows. */
  readonly replacement?: 'True' | 'False' | 'Conditional';
  /** Properties that make CloudFormation recreate it. */
  readonly properties: readonly string[];
}

interface ResourceChange {
  readonly Action: Change['action'];
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly Replacement?: Change['replacement'];
  readonly Details?: readonly { readonly Target?: { readonly Name?: string; readonly RequiresRecreation?: string } }[];
}

/** How CloudFormation calls a change set that changes nothing. */
const NO_CHANGES = /^(The submitted information didn't contain changes|No updates are to be performed)/;

/** The changes of a change set; `undefined` where nothing changes. */
export async function readChangeSet(aws: Aws, stack: string, name: string): Promise<Change[] | undefined> {
  try {
    const answer = await aws<{
      Status: string;
      StatusReason?: string;
      Changes?: { ResourceChange?: ResourceChange }[];
    }>('cloudformation', 'describe-change-set', '--stack-name', stack, '--change-set-name', name);
    const { Status, StatusReason = '', Changes = [] } = answer;
    if (Status === 'FAILED' && NO_CHANGES.test(StatusReason)) return undefined;
    return Changes.flatMap(({ ResourceChange: change }) => (change ? [changeOf(change)] : []));
  } catch (error) {
    if (awsErrorCode(error) === 'ChangeSetNotFound') return undefined;
    throw error;
  }
}

function changeOf({ Action, LogicalResourceId, ResourceType, Replacement, Details = [] }: ResourceChange): Change {
  const causes = Details.flatMap(({ Target }) =>
    Target?.Name !== undefined && Target.RequiresRecreation !== 'Never' ? [Target.Name] : [],
  );
  return {
    logicalId: LogicalResourceId,
    type: ResourceType,
    action: Action,
    replacement: Replacement,
    properties: [...new Set(causes)].sort(),
  };
}

/**
 * What a change set recreates or removes and the comparison of the templates does not know of: a value that only
 * CloudFormation sees has changed. What it says of dependent resources (`Conditional`) is no more than that it does not
 * know yet; what the templates say of those stands.
 */
export function unforeseen(stack: string, changes: readonly Change[], known: readonly Finding[]): Finding[] {
  const told = new Set(
    known.flatMap((one) =>
      one.stack === stack && blocks(one.level) && one.logicalId !== undefined ? [one.logicalId] : [],
    ),
  );
  return changes
    .filter(({ action, replacement }) => action === 'Remove' || (action === 'Modify' && replacement === 'True'))
    .filter(({ type, logicalId }) => !isRevision(type) && !isPart(type) && !told.has(logicalId))
    .map(({ logicalId, type, action, properties }) => {
      const removed = action === 'Remove';
      const because = properties.length > 0 ? `, because ${properties.join(', ')} changes` : '';
      return finding({
        rule: removed ? 'change-set-removes' : 'change-set-recreates',
        level: holdsIdentity(type) || holdsData(type) ? 'loses' : 'replaces',
        stack,
        logicalId,
        type,
        reason: removed
          ? `CloudFormation removes ${type}, though the templates do not tell why.`
          : `CloudFormation recreates ${type}${because}: a value changed that the templates only refer to.`,
        remedy: 'Look at the change set in the console. If it is meant, acknowledge it.',
        detail: [...properties],
      });
    });
}
