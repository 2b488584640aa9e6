import { UserError } from '../../util/user-error';
import type { Access } from '../access';
import { type StageAssembly, serviceStack } from '../assembly';
import { listResources, type RunningStack } from '../live/stack';
import { portsOf } from '../ports';
import { addressesOf } from './addresses';
import { askFromHere } from './from-runner';
import { askFromTask } from './from-task';
import { type Answer, questionsFor } from './questions';

/** A smoke test of a stage. */
export interface SmokeTest {
  readonly assembly: StageAssembly;
  readonly access: Access;
  readonly env: NodeJS.ProcessEnv;
  readonly from: 'runner' | 'task';
  /** Seconds after which an address that has not answered right fails it. */
  readonly seconds: number;
}

/** What became of it. */
export interface SmokeTestResult {
  readonly answers: readonly Answer[];
  readonly skipped: readonly string[];
}

/** Asks every address of the load balancer what the health gate asks the application. */
export async function smokeTest({ assembly, access, env, from, seconds }: SmokeTest): Promise<SmokeTestResult> {
  const { name } = serviceStack(assembly);
  const ports = portsOf(assembly);
  const { asked, skipped } = questionsFor(ports);
  if (asked.length === 0) return { answers: [], skipped };
  const named = ports.map((port) => ({ ...port, containerPort: port.containerPort ?? port.port }));
  const resources = await listResources(access.reader, name);
  const stack: RunningStack = { aws: access.reader, name, resources, ports: named };
  const addresses = await addressesOf(stack);
  if (addresses.length === 0)
    throw new UserError({ subject: `stack ${name}`, cause: 'its load balancer has no address' });
  const answers =
    from === 'runner'
      ? await askFromHere(addresses, asked, seconds)
      : await askFromTask({ assembly, access, stack, env }, addresses, asked, seconds);
  return { answers, skipped };
}

export function failedAnswers({ answers }: SmokeTestResult): Answer[] {
  return answers.filter(({ word }) => word !== 'ok');
}
