/** A policy of IAM, as far as it is made and read here. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Characters of a managed policy, of which IAM counts no white space.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const LARGEST_POLICY = 6144;

export function policyOf(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** Characters as IAM counts them. */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}

/** As few policies as hold the statements; the actions of one that is too large for one stand in several. */
export function split(statements: readonly PolicyStatement[]): PolicyDocument[] {
  const documents: PolicyStatement[][] = [[]];
  for (const statement of statements.flatMap(fitting)) {
    const last = documents[documents.length - 1];
    if (last.length > 0 && sizeOf(policyOf([...last, statement])) > LARGEST_POLICY) documents.push([statement]);
    else last.push(statement);
  }
  return documents.filter((one) => one.length > 0).map(policyOf);
}

function fitting(statement: PolicyStatement): PolicyStatement[] {
  if (sizeOf(policyOf([statement])) <= LARGEST_POLICY) return [statement];
  const { Action, Sid } = statement;
  if (Action.length < 2) throw new Error(`${Sid}: one action alone is larger than a policy`);
  const middle = Math.ceil(Action.length / 2);
  return [
    ...fitting({ ...statement, Sid: `${Sid}a`, Action: Action.slice(0, middle) }),
    ...fitting({ ...statement, Sid: `${Sid}b`, Action: Action.slice(middle) }),
  ];
}
