import { inWords } from '../../../cloudformation/words';
import { asList, canonical, isObject, type Json, type JsonObject, scalarText } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { propertiesOf } from '../helpers';
import type { Rule } from '../rule';

/** What a service deletes by itself. */
interface Expiry {
  /** What of the resource is deleted: a part of it, or a kind of object. */
  readonly scope: string;
  /** The scope as people say it. */
  readonly words: string;
  /** After how many days, or beyond how many objects; `undefined` where that is only known at deployment. */
  readonly limit: number | undefined;
}

/** Reads what a resource is set to delete, by type. */
const EXPIRIES: ReadonlyMap<string, (properties: JsonObject) => Expiry[]> = new Map([
  ['AWS::DynamoDB::GlobalTable', timeToLive],
  ['AWS::DynamoDB::Table', timeToLive],
  ['AWS::ECR::Repository', imageExpiry],
  ['AWS::S3::Bucket', objectExpiry],
]);

/** An update in place by which a service begins to delete what it kept, or deletes it earlier. */
export const rule: Rule<ResourceChange> = {
  id: 'expiry-shortened',
  applies: (change) => change.action === 'update' && shortened(change).length > 0,
  level: 'loses',
  reason: (change) =>
    `Data is deleted that was kept: ${shortened(change)
      .map(({ words, limit }) => `${words} (limit ${limit ?? 'unknown here'})`)
      .join(', ')}.`,
  remedy: 'Keep the longer limit, or copy elsewhere what would be deleted before this is deployed.',
  detail: (change) => shortened(change).map(({ scope, limit }) => [scope, limit ?? null]),
};

function shortened({ type, before, after }: ResourceChange): Expiry[] {
  const read = EXPIRIES.get(type);
  if (read === undefined || before === undefined) return [];
  const [old, fresh] = [read(propertiesOf(before)), read(propertiesOf(after))];
  return fresh.filter(
    ({ scope, limit }) =>
      !old.some((one) => one.scope === scope && (one.limit === limit || isNoLater(one.limit, limit))),
  );
}

function isNoLater(before: number | undefined, after: number | undefined): boolean {
  return before !== undefined && after !== undefined && before <= after;
}

function timeToLive({ TimeToLiveSpecification: specification }: JsonObject): Expiry[] {
  if (!isObject(specification) || scalarText(specification.Enabled) === 'false') return [];
  const scope = `items by ${scalarText(specification.AttributeName) ?? 'an attribute'}`;
  return [{ scope, words: scope, limit: 0 }];
}

/** Members of a lifecycle rule of a bucket that say when something is deleted. */
const OBJECT_LIMITS: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  ExpirationInDays: (value) => value,
  ExpirationDate: () => 0,
  NoncurrentVersionExpirationInDays: (value) => value,
  NoncurrentVersionExpiration: (value) => (isObject(value) ? value.NoncurrentDays : undefined),
};

function objectExpiry({ LifecycleConfiguration: configuration }: JsonObject): Expiry[] {
  return asList(isObject(configuration) ? configuration.Rules : undefined).flatMap((rule) => {
    if (!isObject(rule) || scalarText(rule.Status) === 'Disabled') return [];
    const filter = Object.entries(rule).filter(([name]) => /^(Prefix|TagFilters|ObjectSize.*)$/.test(name));
    const of = (write: (value: Json) => string) =>
      filter.length === 0 ? '' : ` of ${write(Object.fromEntries(filter))}`;
    return Object.entries(OBJECT_LIMITS).flatMap(([name, read]) => {
      const value = rule[name];
      if (value === undefined) return [];
      return [{ scope: `${name}${of(canonical)}`, words: `${name}${of(inWords)}`, limit: numberOf(read(value)) }];
    });
  });
}

function imageExpiry({ LifecyclePolicy: policy }: JsonObject): Expiry[] {
  const text = isObject(policy) ? policy.LifecyclePolicyText : undefined;
  if (text === undefined) return [];
  try {
    const { rules } = JSON.parse(String(text)) as { rules: JsonObject[] };
    return rules.map(({ selection }) => {
      const { countNumber, ...scope } = isObject(selection) ? selection : {};
      const [key, words] = [canonical(scope), inWords(scope)].map((text) => `images of ${text}`);
      return { scope: key as string, words: words as string, limit: numberOf(countNumber) };
    });
  } catch {
    // a policy that is only known at deployment
    return [{ scope: `images by ${canonical(text)}`, words: `images by ${inWords(text)}`, limit: 0 }];
  }
}

function numberOf(value: Json | undefined): number | undefined {
  const number = Number(scalarText(value) ?? Number.NaN);
  return Number.isNaN(number) ? undefined : number;
}
