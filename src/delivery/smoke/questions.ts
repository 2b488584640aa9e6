import { isIPv4 } from 'node:net';
import type { DatagramProbe } from '../../model/model';
import type { DeployedPort } from '../ports';

/** What is asked of one port by one transport. */
export type Question = { readonly name: string; readonly port: number } & (
  | { readonly transport: 'udp'; readonly probe: DatagramProbe }
  | { readonly transport: 'tcp' }
);

/** Questions, and the ports to which there are none. */
export interface Questions {
  readonly asked: readonly Question[];
  /** Why a port is not asked by UDP, a sentence each. */
  readonly skipped: readonly string[];
}

/** What somebody outside of the tasks can ask each port. */
export function questionsFor(ports: readonly DeployedPort[]): Questions {
  const asked: Question[] = [];
  const skipped: string[] = [];
  for (const { name, port, protocol, probe } of ports) {
    if (protocol !== 'TCP') {
      const reason = unanswerable(probe);
      if (reason !== undefined) skipped.push(`Port ${name} is not asked over UDP: ${reason}.`);
      else asked.push({ name, port, transport: 'udp', probe: probe as DatagramProbe });
    }
    if (protocol !== 'UDP') asked.push({ name, port, transport: 'tcp' });
  }
  return { asked, skipped };
}

function unanswerable(probe: DeployedPort['probe']): string | undefined {
  if (probe === undefined) return 'no health gate says what to ask';
  if (probe.kind === 'socket') return 'its probe looks at the socket table, and nobody outside of the task can';
  if (probe.radius) return 'its probe is signed with a secret that the health gate alone receives';
  if (probe.target === 'loopback') return 'its server answers clients on loopback alone';
  return undefined;
}

/** An address of the load balancer. */
export interface Address {
  readonly address: string;
  /** Zone of the address; absent where only the name of the load balancer told it. */
  readonly zone?: string;
}

/** What one address answered to one question. */
export interface Answer extends Address {
  readonly question: Question;
  /** `ok`, `timeout`, `refused`, `mismatch`, or the check that the answer fails. */
  readonly word: string;
  readonly milliseconds?: number;
  readonly attempts: number;
}

/** Each address with each question. */
export function pairs(
  addresses: readonly Address[],
  questions: readonly Question[],
): (Address & { question: Question })[] {
  return addresses.flatMap((address) => questions.map((question) => ({ ...address, question })));
}

export function onlyIPv4(addresses: readonly string[]): string[] {
  return [...new Set(addresses.filter(isIPv4))].sort();
}
