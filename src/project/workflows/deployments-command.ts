import { shell } from '../../package-managers';
import { DEPLOYMENTS_SCRIPT } from '../deployments-script';
import type { Steps } from './steps';

/** What workflows ask of the deployments of a stage. */
type Operation = 'choose' | 'fetch' | 'begin' | 'record';

/** The same operations as commands of this package. */
const COMMANDS: Readonly<Record<Operation, (stage: string) => readonly string[]>> = {
  choose: (stage) => ['rollback', stage, '--choose'],
  fetch: (stage) => ['rollback', stage],
  begin: (stage) => ['deployments', 'begin', stage],
  record: (stage) => ['deployments', 'record', stage],
};

/** A line of a script: the command of this package, or the script that an ejected repository has instead. */
export function deploymentsCommand(
  steps: Steps,
  isEjected: boolean,
  operation: Operation,
  stage: string,
  ...options: readonly string[]
): string {
  return isEjected
    ? shell('node', DEPLOYMENTS_SCRIPT, operation, stage, ...options)
    : steps.exec('udp-service', ...COMMANDS[operation](stage), ...options);
}
