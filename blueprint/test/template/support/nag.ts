import type { App } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import type { Stage } from '../../../src/template/model';
import { ACKNOWLEDGEMENTS, type Acknowledgement } from './nag-acknowledgements';

/** What cdk-nag finds in the app of one stage and nobody has acknowledged, in words. */
export function nagFindings(app: App, stage: Stage, used: (one: Acknowledgement) => void = () => {}): string[] {
  const packs = [new AwsSolutionsChecks(app), new NIST80053R5Checks(app)];
  return packs
    .flatMap((pack) => pack.validateScope(app).violations)
    .flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources
        .map(({ constructPath = '' }) => constructPath)
        .filter((constructPath) => !isMeant({ ruleName, constructPath, stage, used }))
        .map(
          (constructPath) =>
            `${ruleName} at ${constructPath}: ${description} Correct it, or acknowledge it in src/extensions.ts: ` +
            `Validations.of(construct).acknowledge({ id: '${ruleName}', reason: '…' })`,
        ),
    );
}

interface Finding {
  readonly ruleName: string;
  readonly constructPath: string;
  readonly stage: Stage;
  readonly used: (acknowledgement: Acknowledgement) => void;
}

function isMeant({ ruleName, constructPath, stage, used }: Finding): boolean {
  const path = constructPath.slice(stage.name.length + 1);
  const meant = ACKNOWLEDGEMENTS.find(
    (one) => one.id.test(ruleName) && one.path.test(path) && (one.when?.(stage) ?? true),
  );
  if (meant) used(meant);
  return meant !== undefined || isWritten(ruleName, path, stage);
}

/** Whether a wildcard stands word for word in the policy statements that the options of the service give. */
function isWritten(ruleName: string, path: string, { application }: Stage): boolean {
  if (ruleName === 'NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess') {
    return (
      path.startsWith('service/Task/Roles/TaskRole/') &&
      application.taskRoleStatements.some(({ actions }) => actions.some((action) => action.endsWith(':*')))
    );
  }
  const wildcard = /^AwsSolutions-IAM5\[(Resource|Action)::(.*)\]$/.exec(ruleName);
  if (wildcard === null || !path.startsWith('service/Task/Roles/TaskRole/')) return false;
  const [, kind, text] = wildcard;
  return application.taskRoleStatements.some(({ actions, resources }) =>
    (kind === 'Action' ? actions : resources).includes(text),
  );
}
