import { canonical, isObject, type Json, type JsonObject, mapStrings } from '../../util/json';
import type { Stack, Template } from '../stack';
import { resolveTemplate } from './resolve';

const ASSET_PLACEHOLDER = '<asset>';
export const NESTED_PLACEHOLDER = '<nested stack>';

/** A digest-pinned image is no asset: its hash is what runs. */
const ANY_HASH = /(?<!sha256:)(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** Lists whose order means nothing to the service behind them. */
const SETS: ReadonlySet<string> = new Set([
  'Tags',
  'SecurityGroupIngress',
  'SecurityGroupEgress',
  'SecurityGroups',
  'SecurityGroupIds',
  'Subnets',
  'SubnetIds',
  'SubnetMappings',
  'LoadBalancerAttributes',
  'TargetGroupAttributes',
  'ListenerAttributes',
  'ManagedPolicyArns',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'DependsOn',
]);

/** A template in which only what means something is left. */
export interface NormalisedTemplate {
  readonly template: Template;
  /** Assets by logical ID and path of the property that names them. */
  readonly assets: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export const EMPTY: NormalisedTemplate = { template: { Resources: {} }, assets: new Map() };

export function normalise(stack: Stack): NormalisedTemplate {
  const resolved = resolveTemplate(withoutToolkitParts(stack));
  const assets = new Map<string, Map<string, string>>();
  const resources = Object.entries(resolved.Resources).map(([logicalId, resource]) => {
    const hidden = isObject(resource) && stack.nested.has(logicalId) ? hideNestedTemplate(resource) : resource;
    const uses = new Map<string, string>();
    const neutral = mapStrings(hidden, (text, path) => {
      if (path.startsWith('Metadata')) return text;
      return text.replace(ANY_HASH, (hash) => {
        if (stack.assets.size > 0 && !stack.assets.has(hash)) return hash;
        uses.set(path, hash);
        return ASSET_PLACEHOLDER;
      });
    });
    if (uses.size > 0) assets.set(logicalId, uses);
    const policies = isObject(resource) ? withPolicies(neutral as JsonObject) : neutral;
    return [logicalId, sortSets(policies, '')] as const;
  });
  return { template: { ...resolved, Resources: Object.fromEntries(resources) }, assets };
}

/** Drops what the CDK adds to every template for its own use, and what is only told about the template. */
function withoutToolkitParts(stack: Stack): Stack {
  const { Metadata: _metadata, Description: _description, Rules: _rules, ...template } = stack.template;
  const parameters = isObject(template.Parameters) ? { ...template.Parameters } : {};
  delete parameters.BootstrapVersion;
  const resources = Object.entries(template.Resources).filter(
    ([, resource]) => !isObject(resource) || resource.Type !== 'AWS::CDK::Metadata',
  );
  return { ...stack, template: { ...template, Parameters: parameters, Resources: Object.fromEntries(resources) } };
}

/** The content of a nested stack is compared by itself; its URL says nothing more than the hash of it. */
function hideNestedTemplate(resource: JsonObject): JsonObject {
  const properties = isObject(resource.Properties) ? resource.Properties : {};
  return { ...resource, Properties: { ...properties, TemplateURL: NESTED_PLACEHOLDER } };
}

/**
 * A resource whose policies stand as CloudFormation takes them: `Delete` is what absence means, but for databases that it
 * takes a snapshot of, and `RetainExceptOnCreate` differs from `Retain` only while the resource is created.
 */
function withPolicies(resource: JsonObject): JsonObject {
  const { DeletionPolicy: deletion, UpdateReplacePolicy: replacement, ...rest } = resource;
  const policies: JsonObject = {
    DeletionPolicy: policyOf(deletion ?? (hasSnapshotByDefault(resource) ? 'Snapshot' : 'Delete')),
    UpdateReplacePolicy: policyOf(replacement ?? 'Delete'),
  };
  return { ...rest, ...Object.fromEntries(Object.entries(policies).filter(([, policy]) => policy !== 'Delete')) };
}

function policyOf(policy: Json): Json {
  return policy === 'RetainExceptOnCreate' ? 'Retain' : policy;
}

/** Source: AWS CloudFormation, DeletionPolicy attribute. */
function hasSnapshotByDefault({ Type: type, Properties: properties }: JsonObject): boolean {
  if (type === 'AWS::RDS::DBCluster') return true;
  return type === 'AWS::RDS::DBInstance' && !(isObject(properties) && properties.DBClusterIdentifier !== undefined);
}

function sortSets(value: Json, key: string): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => sortSets(item, ''));
    if (!SETS.has(key)) return items;
    return items
      .map((item) => [canonical(item), item] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, item]) => item);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, sortSets(item, name)]));
}
