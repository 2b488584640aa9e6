import type { GateCheck, Probe, Protocol } from '../model/model';
import { isObject } from '../util/json';
import { type StageAssembly, serviceStack } from './assembly';
import { containersOf } from './template';

/** A port of the service, as the templates tell it. */
export interface DeployedPort {
  readonly name: string;
  /** Port that the load balancer listens on. */
  readonly port: number;
  readonly protocol: Protocol;
  /** Port that the application is bound to, and what it is asked; absent where there is no health gate. */
  readonly containerPort?: number;
  readonly probe?: Probe;
}

/** The ports of a stage: not of what `.projenrc.ts` says today, but of what this very assembly deploys. */
export function portsOf(assembly: StageAssembly): DeployedPort[] {
  const { template } = serviceStack(assembly);
  const { Outputs } = template;
  const output = isObject(Outputs) ? Outputs.Ports : undefined;
  const listed = isObject(output) ? String(output.Value) : '';
  const checks = containersOf(template).flatMap(({ environment }) => checksOf(environment.GATE_CONFIG));
  return [...listed.matchAll(/(\S+)=(\d+)\/(\w+)/g)].map(([, name, port, protocol]) => {
    const check = checks.find((one) => one.name === name);
    return {
      name,
      port: Number(port),
      protocol: protocol as Protocol,
      ...(check && { containerPort: check.containerPort, probe: check.probe }),
    };
  });
}

function checksOf(config: string | undefined): readonly GateCheck[] {
  if (config === undefined) return [];
  try {
    return (JSON.parse(config) as { checks: GateCheck[] }).checks;
  } catch {
    return []; // an extension wrote something of its own
  }
}
