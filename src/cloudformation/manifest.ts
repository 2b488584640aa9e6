import { isObject, type Json, type JsonObject } from '../util/json';
import { render } from './functions';

/** An entry of an assembly's manifest. */
export interface Artifact {
  readonly id: string;
  readonly type: string;
  /** `aws://account/region`, each of which may be unknown. */
  readonly environment?: string;
  /** Artifact IDs of what is deployed or published before it. */
  readonly dependencies: readonly string[];
  readonly properties: JsonObject;
}

export const STACK_ARTIFACT = 'aws:cloudformation:stack';
export const ASSETS_ARTIFACT = 'cdk:asset-manifest';
export const ASSEMBLY_ARTIFACT = 'cdk:cloud-assembly';

/** What a manifest lists. */
export function artifactsOf({ artifacts }: JsonObject): readonly Artifact[] {
  return entriesOf(artifacts).map(([id, { type, environment, dependencies, properties }]) => ({
    id,
    type: String(type),
    ...(typeof environment === 'string' ? { environment } : {}),
    dependencies: Array.isArray(dependencies) ? dependencies.map(String) : [],
    properties: isObject(properties) ? properties : {},
  }));
}

/** Keys of the context that an assembly was synthesized without. */
export function missingContext({ missing }: JsonObject): readonly string[] {
  return Array.isArray(missing) ? missing.map((item) => render(isObject(item) ? item.key : item)) : [];
}

/** A property of an artifact of a type, where it is a text. */
export function propertyOf(artifact: Artifact | undefined, type: string, property: string): string | undefined {
  const value = artifact?.type === type ? artifact.properties[property] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Account and region of an environment, each absent where it is open. */
export function placeOf(environment = ''): { readonly account?: string; readonly region?: string } {
  const [account, region] = environment.replace(/^aws:\/\//, '').split('/');
  const known = (value: string | undefined, unknown: string) =>
    value !== undefined && value !== '' && value !== unknown;
  return {
    ...(known(account, 'unknown-account') ? { account } : {}),
    ...(known(region, 'unknown-region') ? { region } : {}),
  };
}

/** The members of an object that are objects themselves. */
export function entriesOf(value: Json | undefined): [string, JsonObject][] {
  return Object.entries(isObject(value) ? value : {}).filter((entry): entry is [string, JsonObject] =>
    isObject(entry[1]),
  );
}
