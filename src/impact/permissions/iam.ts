import { render } from '../../cloudformation/functions';
import { inWords } from '../../cloudformation/words';
import { asList, canonical, isObject, type Json, type JsonObject } from '../../util/json';

/** One statement, and whom or what it is about. */
export interface Grant {
  /** Resource that carries the statement. */
  readonly logicalId: string;
  /** Identity, trust policy or resource policy: grants are compared within one scope. */
  readonly scope: string;
  /** The scope as people say it. */
  readonly words: string;
  readonly statement: JsonObject;
}

const MANAGED_POLICY = 'managed policy';
const ATTACHMENTS = ['Roles', 'Users', 'Groups'];
const IDENTITIES: ReadonlySet<string> = new Set(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group']);

/** Every permission that the resources of a template give. */
export function grantsOf(resources: JsonObject): Grant[] {
  return Object.entries(resources).flatMap(([logicalId, resource]) =>
    isObject(resource)
      ? grantsOfResource(logicalId, String(resource.Type), isObject(resource.Properties) ? resource.Properties : {})
      : [],
  );
}

function grantsOfResource(logicalId: string, type: string, properties: JsonObject): Grant[] {
  if (type === 'AWS::Lambda::Permission') return [lambdaPermission(logicalId, properties)];
  const holders = type.startsWith('AWS::IAM::') ? holdersOf(logicalId, type, properties) : [];
  const scopes = (path: string): Whose[] => {
    if (path.startsWith('AssumeRolePolicyDocument')) return [same(`trust ${logicalId}`)];
    return holders.length > 0 ? holders : [same(`policy of ${logicalId}`)];
  };
  const managed = IDENTITIES.has(type) ? asList(properties.ManagedPolicyArns) : [];
  return [
    ...statementsIn(properties, '').flatMap(({ path, statement }) =>
      scopes(path).map((whose) => ({ logicalId, ...whose, statement })),
    ),
    ...managed.map(
      (arn): Grant => ({
        logicalId,
        ...identity({ Ref: logicalId }),
        statement: { Effect: 'Allow', Action: MANAGED_POLICY, Resource: arn },
      }),
    ),
  ];
}

/** Identities that a policy is attached to; its own ID as long as nobody has it. */
function holdersOf(logicalId: string, type: string, properties: JsonObject): Whose[] {
  if (IDENTITIES.has(type)) return [identity({ Ref: logicalId })];
  const single = ['RoleName', 'UserName', 'GroupName'].flatMap((name) =>
    properties[name] === undefined ? [] : [properties[name]],
  );
  return [...ATTACHMENTS.flatMap((name) => asList(properties[name])), ...single].map((holder) =>
    identity(holder as Json),
  );
}

type Whose = Pick<Grant, 'scope' | 'words'>;

function identity(holder: Json): Whose {
  return { scope: `identity ${render(holder)}`, words: `identity ${inWords(holder)}` };
}

function same(scope: string): Whose {
  return { scope, words: scope };
}

/** Policy documents wherever a resource has them; some services take them as text. */
function statementsIn(value: Json, path: string): { path: string; statement: JsonObject }[] {
  if (typeof value === 'string' && value.startsWith('{') && value.includes('"Statement"')) {
    try {
      return statementsIn(JSON.parse(value) as Json, path);
    } catch {
      return [];
    }
  }
  if (Array.isArray(value)) return value.flatMap((item) => statementsIn(item, path));
  if (!isObject(value)) return [];
  const own = asList(value.Statement).filter((item): item is JsonObject => isObject(item) && item.Effect !== undefined);
  if (own.length > 0) return own.map((statement) => ({ path, statement }));
  return Object.entries(value).flatMap(([key, item]) => statementsIn(item, path === '' ? key : `${path}.${key}`));
}

function lambdaPermission(logicalId: string, properties: JsonObject): Grant {
  const { Principal, Action, FunctionName, ...conditions } = properties;
  return {
    logicalId,
    scope: `function ${render(FunctionName)}`,
    words: `function ${inWords(FunctionName)}`,
    statement: {
      Effect: 'Allow',
      Principal: Principal ?? '*',
      Action: Action ?? '*',
      Resource: '*',
      Condition: conditions,
    },
  };
}

/** Statements after the change that allow what none before it allowed, and denials that are gone. */
export function grownGrants(before: readonly Grant[], after: readonly Grant[]): Grant[] {
  const isDenial = ({ statement }: Grant): boolean => statement.Effect === 'Deny';
  const uncovered = (grants: readonly Grant[], by: readonly Grant[]): Grant[] =>
    grants.filter(
      (grant) =>
        !isCovered(
          grant,
          by.filter(({ scope }) => scope === grant.scope),
        ),
    );
  const allowed = uncovered(
    after.filter((grant) => !isDenial(grant)),
    before.filter((grant) => !isDenial(grant)),
  );
  const living = new Set(after.map(({ scope }) => scope));
  const denied = uncovered(
    before.filter((grant) => isDenial(grant) && living.has(grant.scope)),
    after.filter(isDenial),
  );
  return [...allowed, ...denied];
}

/** Whether every part of a statement is in one of others, each with conditions that are no narrower. */
function isCovered(grant: Grant, by: readonly Grant[]): boolean {
  const { Sid: _sid, ...own } = grant.statement;
  if (by.some(({ statement: { Sid: _, ...other } }) => canonical(other) === canonical(own))) return true;
  return actionsOf(own).every((action) =>
    resourcesOf(own).every((resource) =>
      principalsOf(own).every((principal) =>
        by.some(
          ({ statement }) =>
            isNoNarrower(statement.Condition, own.Condition) &&
            actionsOf(statement).some((scope) => isWithin(action, scope)) &&
            resourcesOf(statement).some((scope) => isWithin(resource, scope)) &&
            principalsOf(statement).some((scope) => isWithin(principal, scope)),
        ),
      ),
    ),
  );
}

function isNoNarrower(before: Json | undefined, after: Json | undefined): boolean {
  return before === undefined || canonical(before) === '{}' || canonical(before) === canonical(after);
}

/** What a part of a statement is about: what a pattern matches, or all that none of several patterns matches. */
type Scope = { readonly only: string } | { readonly allBut: readonly string[] };

function isWithin(inner: Scope, outer: Scope): boolean {
  if ('only' in outer) return 'only' in inner ? matches(outer.only, inner.only) : outer.only === '*';
  if ('allBut' in inner) return outer.allBut.every((left) => inner.allBut.some((pattern) => matches(pattern, left)));
  // A pattern, or what is only known at deployment, may be what is left out.
  return !/[*?{]/.test(inner.only) && !outer.allBut.some((pattern) => matches(pattern, inner.only));
}

function scopesOf(
  statement: JsonObject,
  element: 'Action' | 'Resource' | 'Principal',
  read: (value: Json) => string[],
): Scope[] {
  const left = statement[`Not${element}`];
  if (left !== undefined) return [{ allBut: read(left) }];
  const value = statement[element];
  // A trust policy has no resource, a policy of an identity no principal: it is the role itself.
  return value === undefined ? [{ only: SELF }] : read(value).map((only) => ({ only }));
}

const SELF = 'self';

/** How a value is told: what is compared is its canonical text. */
type Write = (value: Json) => string;

function actionsOf(statement: JsonObject, write: Write = render): Scope[] {
  return scopesOf(statement, 'Action', (value) => asList(value).map((action) => write(action).toLowerCase()));
}

function resourcesOf(statement: JsonObject, write: Write = render): Scope[] {
  return scopesOf(statement, 'Resource', (value) => asList(value).map(write));
}

function principalsOf(statement: JsonObject, write: Write = render): Scope[] {
  return scopesOf(statement, 'Principal', (principal) => principalNames(principal, write));
}

function principalNames(principal: Json, write: Write): string[] {
  if (!isObject(principal)) return asList(principal).map(write);
  return Object.entries(principal).flatMap(([kind, values]) =>
    asList(values).map((value) => (render(value) === '*' && kind === 'AWS' ? '*' : `${kind} ${write(value)}`)),
  );
}

/** Whether a pattern of IAM matches all that another text, itself a pattern perhaps, stands for. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '[^*]');
  return new RegExp(`^${source}$`, 's').test(text);
}

/** What a grant is, for people. */
export function describeGrant({ words, statement }: Grant): string {
  return sentence(words, statement, inWords);
}

/** What makes it another grant. */
export function identityOf({ scope, statement }: Grant): string {
  return sentence(scope, statement, render);
}

function sentence(whose: string, statement: JsonObject, write: Write): string {
  const list = (scopes: readonly Scope[]): string =>
    scopes.map((part) => ('only' in part ? part.only : `all but ${part.allBut.join(', ')}`)).join(', ');
  const [actions, resources, principals] = [actionsOf, resourcesOf, principalsOf].map((read) =>
    list(read(statement, write)),
  );
  const about = (preposition: string, text: string | undefined) => (text === SELF ? '' : ` ${preposition} ${text}`);
  if (statement.Effect === 'Deny') return `The denial of ${actions} goes (${whose}).`;
  return `Allows ${actions}${about('on', resources)}${about('to', principals)} (${whose}).`;
}
