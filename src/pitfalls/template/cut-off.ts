import type { TemplateViolation } from '../pitfall';
import type { EndpointBar } from './endpoints';
import { wayOut } from './network';
import type { EcsService, Topology } from './topology';

/** Whether no task of the service can reach the internet by itself. */
export function cutOff({ assembly }: Topology, { subnets, publicIp }: EcsService): string | undefined {
  const ways = subnets.map((subnet) => wayOut(assembly, subnet));
  if (ways.includes('none')) return 'in a subnet without a route to the internet';
  if (ways.includes('internet') && publicIp === false) return 'in a public subnet without a public address';
  return undefined;
}

/** That an endpoint is there and does not serve the tasks. */
export function barred({ endpoint, why, remedy }: EndpointBar, where: string): TemplateViolation {
  return { level: 'error', resource: endpoint, message: `The endpoint ${why}, and the tasks run ${where}.`, remedy };
}
