import type { Network } from '../../model/model';
import type { NetworkOptions } from '../../options';
import { neededServices } from '../needed-services';
import type { Checks } from './checks';

const SERVICE_NAME = /^[a-z0-9]+([.-][a-z0-9]+)*$/;

/** Whether VPC endpoints are the tasks' only way out. */
export function isIsolated(network: Network): boolean {
  return network.source === 'created' ? network.preset === 'isolated' : network.endpoints !== undefined;
}

/**
 * The network with its VPC endpoints, where they are the only way out: a created one has all that a task needs, of an
 * existing one the pitfall P38 says what is missing.
 */
export function resolveEndpoints(
  options: NetworkOptions,
  network: Network,
  stage: Parameters<typeof neededServices>[0],
  awsServices: readonly string[],
  checks: Checks,
): Network {
  const created = network.source === 'created';
  const key = created ? 'endpoints' : 'existingEndpoints';
  const given = (created ? options.endpoints : options.existingEndpoints) ?? [];
  for (const service of given) checkServiceName(checks, key, service);
  checks.unique(key, given, 'the service is named twice', 'Name each service once.');
  if (!created) {
    return network;
  }
  if (isIsolated(network)) {
    return { ...network, endpoints: [...new Set([...Object.keys(neededServices(stage)), ...awsServices, ...given])] };
  }
  if (options.endpoints) {
    checks.refuse(
      key,
      options.endpoints,
      `tasks of the preset '${network.preset}' reach AWS services by the internet`,
      "Remove it, or use the preset 'isolated'.",
    );
  }
  return network;
}

export function checkServiceName(checks: Checks, key: string, service: string): void {
  checks.text(key, service, SERVICE_NAME, "the last part of an endpoint service's name", 'sqs');
}
