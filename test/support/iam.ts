import type { PolicyDocument, PolicyStatement } from '../../src/delivery/trust/execution-policy/document';

/** Something that is asked of AWS. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

const matches = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  ).test(value);

/** Whether IAM allows a request by the policies of an identity, within its boundary where there is one. */
export function allows(policies: readonly PolicyDocument[], request: IamRequest, boundary?: PolicyDocument): boolean {
  const within = boundary === undefined ? [policies] : [policies, [boundary]];
  return within.every((documents) => {
    const statements = documents.flatMap(({ Statement }) => Statement).filter((one) => applies(one, request));
    return statements.length > 0 && statements.every(({ Effect }) => Effect === 'Allow');
  });
}

/** Actions are told apart without regard to case, everything else with it. */
function applies({ Action, Resource, Condition = {} }: PolicyStatement, request: IamRequest): boolean {
  const { action, resource, context = {} } = request;
  return (
    Action.some((one) => matches(one.toLowerCase(), action.toLowerCase())) &&
    Resource.some((one) => matches(one, resource)) &&
    Object.entries(Condition).every(([operator, keys]) => {
      if (operator !== 'StringEquals') throw new Error(`the evaluation does not know the operator ${operator}`);
      return Object.entries(keys).every(
        ([key, values]) => context[key] !== undefined && [values].flat().includes(context[key]),
      );
    })
  );
}
